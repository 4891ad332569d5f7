"""A mail server on this machine that keeps what it is given, and can be told to misbehave."""

from __future__ import annotations

import socket
import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path


@dataclass
class Caught:
    """A letter, and whom the envelope was for."""

    to: str
    letter: EmailMessage


@dataclass
class Catcher:
    """What was caught; ``refuse`` answers that code to each recipient, ``vanish`` hangs up once
    the letter is there, before saying so.
    """

    port: int = 0
    refuse: int = 0
    vanish: bool = False
    caught: list[Caught] = field(default_factory=list)

    def settings(self) -> str:
        """Return the table of an installation's file that sends letters here."""
        return (
            f'[mail]\nhost = "127.0.0.1"\nport = {self.port}\nsecurity = "none"\n'
            'from = "My company <listen@example.com>"\nsite = "http://127.0.0.1"\n'
        )

    def configure(self, folder: Path) -> None:
        """Have the site of a folder send its letters here."""
        (folder / "site.toml").write_text(self.settings(), "utf-8")


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        catcher = self.server.catcher
        self._say(220, "here")
        to = ""
        for line in self.rfile:
            word = line.split(None, 1)[0].upper() if line.split() else b""
            if word in (b"EHLO", b"HELO"):
                self._say(250, "hello")
            elif word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                self._say(catcher.refuse or 250, "that recipient")
            elif word == b"DATA":
                self._say(354, "go on")
                self._take(to)
                if catcher.vanish:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._say(250, "kept")
            elif word == b"QUIT":
                self._say(221, "bye")
                return
            else:
                self._say(250, "fine")

    def _take(self, to: str) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        letter = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(letter, EmailMessage)
        self.server.catcher.caught.append(Caught(to, letter))

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    catcher: Catcher


def start() -> tuple[Catcher, socketserver.BaseServer]:
    """Return a catcher that listens; shut its server down and close it afterwards."""
    server = _Server(("127.0.0.1", 0), _Talk)
    server.catcher = Catcher(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.catcher, server
