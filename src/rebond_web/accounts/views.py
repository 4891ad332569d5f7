"""The door: a link, a passkey or a directory lets in, then a code where one is asked."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.accounts.actions import invited, let_in
from rebond_web.accounts.arriving import come_in, sign_in, waiting
from rebond_web.accounts.codes import proves
from rebond_web.accounts.directory import Verified, not_understood
from rebond_web.accounts.keys import passkeys_are_possible
from rebond_web.accounts.models import Account
from rebond_web.accounts.passkeys import asked_to_prove, proven_by
from rebond_web.mail.post_office import why_nothing_is_sent
from rebond_web.pages.errors import too_many
from rebond_web.pages.limits import limited, spend
from rebond_web.pages.shell import page
from rebond_web.places.arriving import first_page
from rebond_web.workspaces.models import Seat
from rebond_web.workspaces.rights import Right, allows

WRONG_CODE = Message("This code is not right, or was used already. Type the one that is shown now.")


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Send people to their workspace; tell others how to come in."""
    if not request.user.is_authenticated:
        return _door(request)
    seats = list(Seat.objects.filter(account=request.user).select_related("tenant"))
    reading = [seat for seat in seats if allows(seat.role, Right.READ)]
    if len(seats) == len(reading) == 1:
        return redirect(first_page(reading[0]), slug=reading[0].tenant.slug)
    others = [seat for seat in seats if seat not in reading]
    if len(seats) == len(others) == 1:
        return redirect("community", slug=others[0].tenant.slug)
    return page(request, "site/tenants.html", seats=reading, others=others)


def _door(request: HttpRequest, refused: Message | None = None) -> HttpResponse:
    return page(
        request,
        "accounts/door.html",
        status=400 if refused else 200,
        refused=refused,
        directories=settings.DIRECTORIES,
        passkeys=passkeys_are_possible(request),
        by_mail=why_nothing_is_sent() is None,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("enter", most=30, seconds=600)
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before a link is used up: what opens links to look at them must not use them."""
    if request.method != "POST":
        account = invited(token)
        if account is None:
            raise Http404
        return page(request, "accounts/enter.html", email=account.email)
    account = let_in(token)
    if account is None:
        raise Http404
    return come_in(request, account, how="link")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("code", most=30, seconds=600)
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that the telephone shows, before the door opens."""
    coming = waiting(request)
    if coming is None:
        return redirect("door")
    account, how = coming
    if request.method != "POST":
        return page(request, "accounts/code.html", refused=None)
    wait = guess(account)
    if wait:
        return too_many(request, wait)
    if not proves(account, request.POST.get("code", "")):
        return page(request, "accounts/code.html", status=400, refused=WRONG_CODE)
    return sign_in(request, account, how=how, proved=True)


def guess(account: Account) -> int:
    """Count one more code typed for an account; return the seconds to wait, 0 where none."""
    return spend("guess", f"account {account.pk}", most=6, seconds=300)


@never_cache
@require_POST
@limited("passkey", most=60, seconds=600)
def passkey_asked(request: HttpRequest) -> JsonResponse:
    """Return what a browser needs to prove that it holds a passkey."""
    del request
    return JsonResponse(asked_to_prove())


@never_cache
@require_POST
@limited("passkey", most=60, seconds=600)
def passkey_given(request: HttpRequest) -> HttpResponse:
    """Let in who holds a passkey."""
    try:
        account = proven_by(request.POST.get("credential", ""))
    except InputError as error:
        return _door(request, error.message)
    return come_in(request, account, how="passkey")


@never_cache
@require_safe
@limited("directory", most=60, seconds=600, methods=("GET",))
def with_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send people to their directory, which sends them back."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        answer: HttpResponse = provider.redirect(request, process="login")
    except (*_UNREADABLE, RequestException):
        return not_understood(request, provider_id)
    return answer


@never_cache
@require_safe
@limited("directory", most=60, seconds=600, methods=("GET",))
def from_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what a directory answers."""
    try:
        adapter = Verified(request, provider_id)
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except _UNREADABLE:
        return not_understood(request, provider_id)
    return answer


# What an answer that is not one raises in the libraries that read it.
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OAuth2Error)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/")
