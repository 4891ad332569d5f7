"""The engine of an endpoint: a request a text, answers kept, what a text does not prove refused.

Texts leave the machine. Personal data are masked again before they do, in case they were not.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rebond.errors import EngineRefused
from rebond.listen.texts.personal_data import mask
from rebond.understand.codebook import Codebook
from rebond.understand.engines.endpoint.answers import Answers
from rebond.understand.engines.endpoint.calling import Answer, ask
from rebond.understand.engines.endpoint.configuration import Endpoint
from rebond.understand.engines.endpoint.prompting import prompt_version, request, system_prompt
from rebond.understand.engines.endpoint.validating import Validated, validated
from rebond.understand.opinion import Opinion, table_of
from rebond.vocabulary import Message

_ASKED_TWICE = 2  # times that an answer which cannot be read is asked for
_BYTES_A_TOKEN = 3  # fewer than models have, so that the estimate is rather high
_TEMPLATE = 40  # tokens that a request adds around its messages

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which cannot be sent

Ask = Callable[[Endpoint, dict[str, Any]], Answer]


@dataclass
class Counts:
    """What a run of the engine did."""

    texts: int = 0
    kept: int = 0  # answered by what was kept
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    unreadable: int = 0  # texts whose answers could not be read: they have no opinion
    refused: int = 0  # opinions that the text did not prove


class EndpointEngine:
    """Reads with a model behind an endpoint; get it by `rebond.understand.engines.engine_named`."""

    def __init__(self, endpoint: Endpoint, answers: Answers | None = None, ask: Ask = ask) -> None:
        self.endpoint = endpoint
        self.answers = answers or Answers()
        self.counts = Counts()
        self._ask = ask
        self._lock = threading.Lock()
        self._reserved = Decimal(0)

    @property
    def model_version(self) -> str:
        """The model and the version of what it is asked."""
        return f"endpoint+{self.endpoint.model}+{prompt_version()}"

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts (`rebond.schemas.OPINIONS_OF_TEXTS`).

        Raises
        ------
        EngineRefused
            When the endpoint refuses or does not answer, or when what may be spent is spent. What
            was read before is kept: the next reading starts from there.
        """
        asked = {pair: None for pair in zip(texts, languages, strict=True) if pair[0].strip()}
        with ThreadPoolExecutor(self.endpoint.parallel) as pool:
            running = {pair: pool.submit(self._of_text, *pair, codebook) for pair in asked}
            try:
                found = {pair: future.result() for pair, future in running.items()}
            except EngineRefused:
                pool.shutdown(cancel_futures=True)
                raise
        listed = [found.get(pair, []) for pair in zip(texts, languages, strict=True)]
        return table_of(listed, self.model_version, codebook.version)

    def told(self) -> tuple[Message, ...]:
        """Return what the run asked, what it cost, and what was refused, in sentences."""
        counts, currency = self.counts, self.endpoint.currency
        said = [
            Message(
                "Endpoint {host}, {model}: {requests} requests, {tokens_in} tokens read and "
                "{tokens_out} written, {cost} {currency}; {kept} texts answered by what was kept.",
                {
                    "host": self.endpoint.parts.netloc,
                    "model": self.endpoint.model,
                    "requests": counts.requests,
                    "tokens_in": counts.tokens_in,
                    "tokens_out": counts.tokens_out,
                    "cost": f"{counts.cost:.4f}",
                    "currency": currency,
                    "kept": counts.kept,
                },
            )
        ]
        if counts.unreadable or counts.refused:
            said.append(
                Message(
                    "Refused: {refused} opinions that the texts do not prove; {unreadable} texts "
                    "whose answers cannot be read have none.",
                    {"refused": counts.refused, "unreadable": counts.unreadable},
                )
            )
        return tuple(said)

    def _of_text(self, text: str, language: str, codebook: Codebook) -> list[Opinion]:
        text = _SURROGATES.sub("\ufffd", text)
        sent = masked(text)
        key = f"{self.model_version}|{codebook.version}|{language}"
        known = self.answers.known(sent, key)
        with self._lock:
            self.counts.texts += 1
            self.counts.kept += known is not None
        if known is None:
            read = self._answered(sent, language, codebook)
            if read is None:
                with self._lock:
                    self.counts.unreadable += 1
                return []
            self.answers.keep(sent, key, read.opinions, read.refused)
            with self._lock:
                self.counts.refused += read.refused
            known = read.opinions
        return known if sent == text else placed(known, sent, text)

    def _answered(self, text: str, language: str, codebook: Codebook) -> Validated | None:
        document = request(self.endpoint, codebook, text, language)
        sent = sum(len(message["content"].encode()) for message in document["messages"])
        foreseen = sent // _BYTES_A_TOKEN + _TEMPLATE
        for _ in range(_ASKED_TWICE):
            answer = self._paid(document, foreseen)
            read = validated(answer.written, text, codebook)
            if read is not None:
                return read
        return None

    def _paid(self, document: dict[str, Any], foreseen: int) -> Answer:
        """Ask, once it is sure that the answer can be paid; count what it cost."""
        endpoint = self.endpoint
        most = endpoint.price(foreseen, endpoint.longest)
        with self._lock:
            spent = self.answers.spent().cost
            if spent + self._reserved + most > endpoint.cap:
                raise EngineRefused(
                    "What may be spent on the engine “endpoint” is spent: {spent} of {cap} "
                    "{currency}, and the next text may cost {next}. What was read is kept: raise "
                    "{name} and start again.",
                    spent=f"{spent:.4f}",
                    cap=f"{endpoint.cap:.2f}",
                    currency=endpoint.currency,
                    next=f"{most:.4f}",
                    name="REBOND_ENDPOINT_CAP",
                )
            self._reserved += most
        try:
            answer = self._ask(endpoint, document)
            self._count(answer, foreseen)
        finally:
            with self._lock:
                self._reserved -= most
        return answer

    def _count(self, answer: Answer, foreseen: int) -> None:
        written = len(answer.written.encode()) // _BYTES_A_TOKEN + 1
        tokens_in = foreseen if answer.tokens_in is None else answer.tokens_in
        tokens_out = written if answer.tokens_out is None else answer.tokens_out
        cost = self.endpoint.price(tokens_in, tokens_out)
        self.answers.spend(self.endpoint.model, tokens_in, tokens_out, cost)
        with self._lock:
            self.counts.requests += 1
            self.counts.tokens_in += tokens_in
            self.counts.tokens_out += tokens_out
            self.counts.cost += cost


def masked(text: str) -> str:
    """Return a text without personal data; unchanged when it was masked already."""
    sent: str = mask([text])[0][0].as_py()
    return sent


def placed(opinions: Sequence[Opinion], sent: str, text: str) -> list[Opinion]:
    """Return opinions found in a masked text where their words stand in the text itself.

    Those whose words were masked, or cannot be told apart, are left out.
    """
    found = []
    for opinion in opinions:
        words = sent[opinion.start : opinion.end]
        if text.count(words) == 1:
            start = text.index(words)
            found.append(opinion._replace(start=start, end=start + len(words)))
    return found


def foreseen_cost(endpoint: Endpoint, codebook: Codebook, texts: Sequence[str]) -> Decimal:
    """Return at most what reading texts would cost, in the currency of the endpoint."""
    prompt = len(system_prompt(codebook).encode()) // _BYTES_A_TOKEN + _TEMPLATE
    read = sum(len(text.encode("utf-8", "replace")) for text in texts) // _BYTES_A_TOKEN
    return endpoint.price(prompt * len(texts) + read, endpoint.longest * len(texts))
