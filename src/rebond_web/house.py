"""The folder where the site keeps what is its own: its database and its secret."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "REBOND_SITE"
DEFAULT = "rebond-site"
# Set to "1" in the process that serves: a worker takes the jobs in it, or in another process. With
# either, pages that take long are computed by the worker; without, where they are asked.
WORK, WORKER = "REBOND_WORK", "REBOND_WORKER"


@dataclass(frozen=True)
class House:
    """The site's own folder."""

    path: Path

    @classmethod
    def current(cls) -> House:
        """Return the folder that the environment names, `DEFAULT` where it names none."""
        return cls(Path(os.environ.get(VARIABLE, DEFAULT)).resolve())

    @property
    def database(self) -> Path:
        """Where accounts, rights and the audit log are."""
        return self.path / "site.sqlite3"

    @property
    def settings(self) -> Path:
        """The file that says how the site is installed; it may not be there."""
        return self.path / "site.toml"

    def prepare(self) -> None:
        """Make the folder, for its owner only."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def make_database(self) -> None:
        """Make an empty database where there is none, for its owner only."""
        self.database.touch(mode=0o600)

    def secret(self) -> str:
        """Return the key that signs sessions, made at the first call, readable by its owner only.

        Two processes that start together agree: the one that creates the file decides.
        """
        self.prepare()
        file = self.path / "secret"
        draft = file.with_name(f"secret.{secrets.token_hex(4)}")
        if not file.exists():
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_text(encoding="ascii")
