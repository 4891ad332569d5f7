"""The command line: parses, calls the library, prints. It holds no rule of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rebond.cli.parser import build_parser
from rebond.cli.terminal import Terminal, preferred_language
from rebond.errors import RebondError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 done; 1 refused with a reason the user can act on; 2 the command is misspelt; 130 interrupted.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    terminal = Terminal(preferred_language(words, os.environ))
    parser = build_parser(terminal.translate)
    try:
        options = parser.parse_args(words)
        if options.command is None:
            parser.print_help()
            return 0
        status: int = options.run(options, terminal)
        return status
    except RebondError as error:
        terminal.problem(error.message)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (`rebond ask … | head`) has gone: say nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
