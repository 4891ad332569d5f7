"""Who calls: a token, its workspace, and the rows that it may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja.security import HttpBearer

from rebond.vocabulary import Message
from rebond_web.api.models import Scope, Token
from rebond_web.api.problems import Problem
from rebond_web.api.tokens import token_of
from rebond_web.pages.limits import address_of, spend
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

if TYPE_CHECKING:
    from rebond.quantify import Perimeter

A_MINUTE = 600  # requests of one token
_WRONG = 30  # wrong tokens a minute from one address


@dataclass(frozen=True)
class Caller:
    """A program that was let in."""

    token: Token

    @property
    def tenant(self) -> Tenant:
        """The workspace of its token."""
        return self.token.tenant

    @property
    def sees_everything(self) -> bool:
        """Whether its token has no perimeter: what belongs to no row is for such tokens only."""
        return not self.token.perimeter

    def perimeter(self) -> Perimeter:
        """Return the rows that it may see.

        Raises
        ------
        RebondError
            When the workspace cannot be opened.
        """
        from rebond.quantify import Perimeter, Question

        workspace = opened(self.tenant.folder)
        where = self.token.perimeter
        return Perimeter(
            workspace, Question.parse(f"voices where {where}").filters if where else ()
        )


class Bearer(HttpBearer):
    """Lets in who bears, in the header Authorization, a valid token that has a scope."""

    openapi_name = "token"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, None when the token opens nothing.

        Raises
        ------
        Problem
            429 when it calls too often, 403 when its token has not this scope: told before anything
            that was asked is looked at.
        """
        found = token_of(token)
        if found is None:
            _count("api wrong token", address_of(request), _WRONG)
            return None
        _count("api", str(found.pk), A_MINUTE)
        if self._scope not in found.scopes:
            raise Problem(
                403,
                Message("This token does not allow that"),
                Message(
                    "It allows {scopes}, and this needs {scope}. An owner of the workspace can make"
                    " another.",
                    {"scopes": ", ".join(found.scopes), "scope": str(self._scope)},
                ),
            )
        return Caller(found)


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls, once let in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    return caller


def _count(name: str, subject: str, most: int) -> None:
    wait = spend(name, subject, most=most, seconds=60)
    if wait:
        raise Problem(
            429,
            Message("Too many requests"),
            Message("Wait {n} seconds, then go on more slowly.", {"n": wait}),
            headers={"Retry-After": str(wait)},
        )
