"""Asking an endpoint: one connection a request, no redirection, a few attempts, a limit in time."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rebond.errors import EngineRefused
from rebond.understand.engines.endpoint.configuration import Endpoint

ATTEMPTS = 4
_LONGEST_WAIT = 30.0  # seconds between two attempts
_MOST_BYTES = 1 << 20
_AGAIN = {408, 409, 425, 429, 500, 502, 503, 504}  # statuses after which one tries again


@dataclass(frozen=True)
class Answer:
    """What the model wrote, and the tokens counted by the endpoint (None when it does not say)."""

    written: str
    tokens_in: int | None
    tokens_out: int | None


class _Failed(Exception):
    """An attempt failed; ``wait`` is the delay that the endpoint asks for, in seconds."""

    def __init__(self, problem: str, wait: float | None = None) -> None:
        super().__init__(problem)
        self.wait = wait


def ask(
    endpoint: Endpoint, document: Mapping[str, Any], pause: Callable[[float], None] = time.sleep
) -> Answer:
    """Send a request and return what was answered.

    Raises
    ------
    EngineRefused
        When the endpoint refuses, or still does not answer after `ATTEMPTS` attempts.
    """
    problem = ""
    for attempt in range(ATTEMPTS):
        try:
            return _asked(endpoint, document)
        except _Failed as failure:
            problem = str(failure)
            if attempt < ATTEMPTS - 1:
                wait = 2.0**attempt if failure.wait is None else failure.wait
                pause(min(wait, _LONGEST_WAIT))
    raise EngineRefused(
        "{host} did not answer after {attempts} attempts: {problem}. What was read so far is kept: "
        "start again later.",
        host=endpoint.parts.netloc,
        attempts=ATTEMPTS,
        problem=problem,
    )


def _asked(endpoint: Endpoint, document: Mapping[str, Any]) -> Answer:
    parts = endpoint.parts
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    body = json.dumps(document, ensure_ascii=False).encode()
    connection = _connection(endpoint)
    try:
        connection.request("POST", f"{parts.path}/chat/completions", body, headers)
        response = connection.getresponse()
        content = response.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise _Failed(str(error) or type(error).__name__) from None
    finally:
        connection.close()
    if response.status in _AGAIN:
        raise _Failed(f"HTTP {response.status}", _asked_wait(response.getheader("Retry-After")))
    if response.status != http.client.OK:
        raise EngineRefused(
            "{host} refuses: HTTP {status} {reason}. Check the address, the model and the key.",
            host=parts.netloc,
            status=str(response.status),
            reason=response.reason,
        )
    return _answer(content)


def _connection(endpoint: Endpoint) -> http.client.HTTPConnection:
    parts = endpoint.parts
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(
            host, parts.port, timeout=endpoint.timeout, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(host, parts.port, timeout=endpoint.timeout)


def _asked_wait(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None


def _answer(content: bytes) -> Answer:
    """Return what a body holds; one that is not of the form expected counts as empty."""
    try:
        document = json.loads(content)
        written = document["choices"][0]["message"]["content"]
        usage = document.get("usage") or {}
        counted = [usage.get("prompt_tokens"), usage.get("completion_tokens")]
    except (ValueError, LookupError, TypeError, AttributeError):
        return Answer("", None, None)
    tokens = [one if isinstance(one, int) and one >= 0 else None for one in counted]
    return Answer(written if isinstance(written, str) else "", *tokens)
