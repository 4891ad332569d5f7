"""Responses pushed by a program: kept once, however often they are sent."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rebond.vocabulary import Message, Role, Scale
from rebond_web.api.models import Request, Token
from rebond_web.api.problems import Problem
from rebond_web.api.schemas import ResponseIn, ResponsesIn
from rebond_web.outbox.actions import drop
from rebond_web.outbox.answers import Answer, Field

KEPT = timedelta(days=1)  # what an idempotency key was used for


def push(token: Token, sent: ResponsesIn, *, key: str, content: bytes) -> dict[str, Any]:
    """Keep responses, all or none, and return the answer; the same key gets the same answer.

    Raises
    ------
    Problem
        409 when a key, or the id of a response, was already used for something else.
    InputError
        When a response cannot be imported as it is.
    """
    with transaction.atomic():
        request = _first_time(token, key, content) if key else None
        if request is not None and request.answer:
            answer: dict[str, Any] = request.answer
            return answer
        answer = _kept(token, sent)
        if request is not None:
            request.answer = answer
            request.save(update_fields=["answer"])
    return answer


def _first_time(token: Token, key: str, content: bytes) -> Request:
    """Return the request of a key: one without answer is being made, here."""
    Request.objects.filter(at__lt=timezone.now() - KEPT).delete()
    request, _ = Request.objects.select_for_update().get_or_create(
        token=token, key=_digest(key.encode()), defaults={"content": _digest(content)}
    )
    if request.content != _digest(content):
        raise Problem(
            409,
            Message("This idempotency key was used for another request"),
            Message("Send the same body with the same key, and another body with another key."),
        )
    return request


def _kept(token: Token, sent: ResponsesIn) -> dict[str, Any]:
    dropped = []
    for rank, one in enumerate(sent.responses):
        done = drop(token.tenant, _answer(sent, one))
        if not done.same:
            raise Problem(
                409,
                Message("A response of this id says something else"),
                Message("Nothing was kept. An answer that was corrected has an id of its own."),
                errors=[{"pointer": f"#/responses/{rank}/id", "detail": Message("already used")}],
            )
        dropped.append({"response_id": done.response_id, "new": done.new})
    new = sum(one["new"] is True for one in dropped)
    return {"kept": new, "already_known": len(dropped) - new, "responses": dropped}


def _answer(sent: ResponsesIn, one: ResponseIn) -> Answer:
    fields = [
        *(Field(text.question, text.text, Role.TEXT, text.question) for text in one.texts),
        *(
            Field(
                score.question,
                f"{score.value:.15g}",
                Role.SCORE,
                score.question,
                Scale(score.kind, score.low, score.high),
            )
            for score in one.scores
        ),
        *(Field(name, value, Role.ATTRIBUTE) for name, value in one.attributes.items()),
    ]
    if one.person:
        fields.append(Field("person", one.person, Role.PERSON))
    return Answer(
        id=one.id,
        source=sent.source.strip(),
        channel=sent.channel,
        stakeholder=sent.stakeholder,
        solicited=sent.solicited,
        fields=tuple(fields),
        at=one.at,
    )


def _digest(content: bytes) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), content, hashlib.sha256).hexdigest()
