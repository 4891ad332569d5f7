"""My account: how I come in, where I am signed in, my language. What is sensitive asks a proof."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError
from rebond.languages import LANGUAGES
from rebond.vocabulary import Message
from rebond_web.accounts.actions import choose_language
from rebond_web.accounts.arriving import has_proved, prove
from rebond_web.accounts.codes import has_codes, proves, recovery_codes_left
from rebond_web.accounts.guards import mine, proven
from rebond_web.accounts.keys import passkeys_are_possible
from rebond_web.accounts.models import Account
from rebond_web.accounts.passkeys import (
    add_passkey,
    asked_to_make,
    passkeys_of,
    proven_by,
    remove_passkey,
)
from rebond_web.accounts.sessions import end_sessions, presences_of
from rebond_web.accounts.views import WRONG_CODE, guess
from rebond_web.audit.models import record
from rebond_web.pages.errors import too_many
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import keep_language
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import account_of


@require_safe
@mine
def account(request: HttpRequest) -> HttpResponse:
    """Show how one comes in, where one is signed in, and one's language."""
    return _account(request)


def _account(request: HttpRequest, refused: Message | None = None) -> HttpResponse:
    who = account_of(request)
    linked = set(SocialAccount.objects.filter(user=who).values_list("provider", flat=True))
    return page(
        request,
        "accounts/account.html",
        status=400 if refused else 200,
        refused=refused,
        account=who,
        passkeys=passkeys_of(who),
        possible=passkeys_are_possible(request),
        codes=has_codes(who),
        left=recovery_codes_left(who),
        directories=[one for one in settings.DIRECTORIES if one.id in linked],
        presences=presences_of(who),
        here_key=request.session.session_key,
        needs_proof=not has_proved(request),
    )


@require_POST
@limited("passkey", most=60, seconds=600)
@proven
def passkey_to_make(request: HttpRequest) -> HttpResponse:
    """Return what a browser needs to make a passkey."""
    return JsonResponse(asked_to_make(account_of(request)))


@require_POST
@limited("passkey", most=60, seconds=600)
@proven
def passkey_made(request: HttpRequest) -> HttpResponse:
    """Keep a passkey."""
    given, name = request.POST.get("credential", ""), request.POST.get("name", "")
    try:
        add_passkey(account_of(request), given, name)
    except InputError as error:
        return _account(request, error.message)
    prove(request)
    return redirect("account")


@require_POST
@proven
def passkey_away(request: HttpRequest, passkey: int) -> HttpResponse:
    """Remove a passkey."""
    if not remove_passkey(account_of(request), passkey):
        raise Http404
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("code", most=30, seconds=600)
@mine
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey or a code, once more, before something sensitive."""
    who = account_of(request)
    if request.method != "POST":
        return _confirm(request, who)
    wait = guess(who)
    if wait:
        return too_many(request, wait)
    if not _shows(who, request):
        return _confirm(request, who, WRONG_CODE)
    prove(request)
    following = request.POST.get("next", "")
    allowed = {request.get_host()}
    if not url_has_allowed_host_and_scheme(following, allowed, request.is_secure()):
        following = reverse("account")
    return HttpResponseRedirect(following)


def _shows(who: Account, request: HttpRequest) -> bool:
    if "credential" not in request.POST:
        return proves(who, request.POST.get("code", ""))
    try:
        return proven_by(request.POST["credential"]) == who
    except InputError:
        return False


def _confirm(request: HttpRequest, who: Account, refused: Message | None = None) -> HttpResponse:
    return page(
        request,
        "accounts/confirm.html",
        status=400 if refused else 200,
        refused=refused,
        codes=has_codes(who),
        passkeys=bool(passkeys_of(who)),
        following=request.POST.get("next") or request.GET.get("next", reverse("account")),
    )


@require_POST
@mine
def end_one(request: HttpRequest, presence: int) -> HttpResponse:
    """End one session."""
    who = account_of(request)
    if not end_sessions(who, only=presence):
        raise Http404
    record("session ended", by=who.pk, subject=presence)
    return redirect("account")


@require_POST
@mine
def end_all(request: HttpRequest) -> HttpResponse:
    """End every session, this one included."""
    who = account_of(request)
    end_sessions(who)
    record("sessions ended", by=who.pk, subject=who.pk)
    logout(request)
    return HttpResponseRedirect("/")


@require_POST
@mine
def language(request: HttpRequest) -> HttpResponse:
    """Keep a language, in this browser and in those to come."""
    chosen = request.POST.get("language", "")
    if chosen not in LANGUAGES:
        raise Http404
    choose_language(account_of(request), chosen)
    answer = redirect("account")
    keep_language(request, answer, chosen)
    return answer
