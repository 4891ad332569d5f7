"""The folder where the site keeps what is its own: its database and its secret."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "REBOND_SITE"
DEFAULT = "rebond-site"
# Set to "1" in the process that serves, to compute first pages ahead and to take jobs.
WARM, WORK = "REBOND_WARM", "REBOND_WORK"


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

    def prepare(self) -> None:
    @property
    def settings(self) -> Path:
        """The file that says how the site is installed; it may not be there."""
        return self.path / "site.toml"

        """Make the folder, for its owner only."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

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
