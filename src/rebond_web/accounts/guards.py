"""Who may open the pages of an account: oneself, and for what is sensitive, proved again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from rebond_web.accounts.arriving import has_proved
from rebond_web.accounts.codes import has_codes
from rebond_web.accounts.passkeys import passkeys_of
from rebond_web.workspaces.access import account_of

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponse]


def mine(view: View[Asked]) -> View[Asked]:
    """Open a view to who is signed in only; others are told that it is not there."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        account_of(request)
        return never_cache(view)(request, *args, **kwargs)

    return answer


def proven(view: View[Asked]) -> View[Asked]:
    """Open a view to who has just shown a passkey or a code, where they have one to show."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        account = account_of(request)
        if not has_proved(request) and (has_codes(account) or passkeys_of(account)):
            return redirect(reverse("confirm") + f"?next={quote(reverse('account'))}")
        return view(request, *args, **kwargs)

    return mine(answer)
