"""A visit of the site, as a browser makes it: come in by a link, wait for the home page."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from http.cookies import SimpleCookie

_BETWEEN = 0.5  # seconds between two looks
_TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def title_of(page: str) -> str | None:
    """Return the title of a page, as it is written in it."""
    found = _TITLE.search(page)
    return found[1].strip() if found else None


class Visit:
    """A visitor on 127.0.0.1, with cookies."""

    def __init__(self, port: int, patience: float) -> None:
        self._port = port
        self._end = time.monotonic() + patience
        self._cookies: dict[str, str] = {}

    def home(self, link: str, alive: Callable[[], bool]) -> str | None:
        """Come in by a link and return the title of the home page; None when none comes.

        ``alive`` tells whether the server still runs. Pages that are being computed are asked again
        until patience ends.
        """
        while alive() and time.monotonic() < self._end:
            try:
                status, headers, page = self._come_in(link)
            except OSError:  # not listening yet
                time.sleep(_BETWEEN)
                continue
            while status == 200 and "refresh" in headers and alive():
                if time.monotonic() > self._end:
                    return None
                time.sleep(_BETWEEN)
                status, headers, page = self._follow("/")
            return title_of(page) if status == 200 else None
        return None

    def _come_in(self, link: str) -> tuple[int, dict[str, str], str]:
        status, headers, page = self._ask("GET", link)
        token = _TOKEN.search(page)
        if status != 200 or token is None:
            return status, headers, page
        self._ask("POST", link, f"csrfmiddlewaretoken={token[1]}")
        return self._follow("/")

    def _follow(self, path: str) -> tuple[int, dict[str, str], str]:
        status, headers, page = self._ask("GET", path)
        while status in (301, 302):
            status, headers, page = self._ask("GET", headers["location"])
        return status, headers, page

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: held.value for key, held in SimpleCookie(value).items()}
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, page
