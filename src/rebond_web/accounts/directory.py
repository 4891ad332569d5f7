"""Coming in through a directory (OpenID Connect): `django-allauth` speaks to it, we decide.

The directory's answer is linked to an account by the identifier that it gives for ever, and at
first by an e-mail address that it says it has verified; never by another address.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.accounts.actions import account_of, show_out
from rebond_web.accounts.arriving import come_in
from rebond_web.accounts.models import Account
from rebond_web.accounts.providers import Directory
from rebond_web.audit.models import record
from rebond_web.pages.shell import page
from rebond_web.workspaces.mapping import chosen_rules, follow_directory

_NOT_UNDERSTOOD = Message(
    "{directory} gave no answer that can be trusted. Try again, or tell who runs it."
)


class Answers(DefaultSocialAccountAdapter):  # type: ignore[misc]  # without types
    """Takes what the directory answered, in place of the pages of `django-allauth`."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Sign in who the directory vouches for, or say why not."""
        directory = directory_of(sociallogin.account.provider)
        try:
            account = _vouched_for(directory, sociallogin)
        except InputError as error:
            raise ImmediateHttpResponse(refused(request, error.message)) from error
        raise ImmediateHttpResponse(come_in(request, account, how=directory.id))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **rest: Any) -> NoReturn:
        """Say that the directory did not vouch."""
        del rest
        raise ImmediateHttpResponse(not_understood(request, provider.app.provider_id))


class Verified(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # without types
    """Reads a directory's answer, its signature always verified."""

    def _decode_id_token(self, app: Any, id_token: str) -> Any:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )


def directory_of(name: str) -> Directory:
    """Return the directory of a name; KeyError when the installation names none such."""
    return {one.id: one for one in settings.DIRECTORIES}[name]


def not_understood(request: HttpRequest, name: str) -> HttpResponse:
    """Say that a directory's answer cannot be used."""
    told = Message(_NOT_UNDERSTOOD.template, {"directory": directory_of(name).name})
    return refused(request, told)


def refused(request: HttpRequest, why: Message) -> HttpResponse:
    """Show the door, and why it stays closed."""
    return page(request, "accounts/refused.html", status=403, why=why)


def _vouched_for(directory: Directory, answered: SocialLogin) -> Account:
    """Return the account that an answer is for, with the seats that the directory gives it."""
    told = _claims(answered.account.extra_data)
    values = _values(told.get(directory.claim))
    with transaction.atomic():
        account = _linked(directory, str(told["sub"])) or _link(directory, told, values)
        if not account.is_active:
            raise InputError("This account is closed. Ask an owner of the workspace.")
        follow_directory(account, directory.id, directory.rules, values)
    return account


def _linked(directory: Directory, identifier: str) -> Account | None:
    kept = SocialAccount.objects.filter(provider=directory.id, uid=identifier)
    found = kept.select_related("user").first()
    return found.user if found else None


def _link(directory: Directory, told: Mapping[str, Any], values: Collection[str]) -> Account:
    email = str(told.get("email") or "").strip().lower()
    if not email or told.get("email_verified") is not True:
        raise InputError(
            "{directory} does not say that it has verified your e-mail address. Ask who runs it.",
            directory=directory.name,
        )
    known = Account.objects.filter(email=email).exists()
    if not known and not chosen_rules(directory.rules, values):
        raise InputError(
            "{directory} knows you, and gives you no workspace here. Ask an owner for a seat.",
            directory=directory.name,
        )
    account = account_of(email)
    if SocialAccount.objects.filter(user=account, provider=directory.id).exists():
        raise InputError(
            "This e-mail address is already that of another person of {directory}. Ask who runs"
            " this site.",
            directory=directory.name,
        )
    _let_go_of_the_unverified(account)
    SocialAccount.objects.create(user=account, provider=directory.id, uid=str(told["sub"]))
    record("directory linked", by=account.pk, subject=account.pk)
    return account


def _let_go_of_the_unverified(account: Account) -> None:
    """Void what was made before the address was verified: somebody else may have made it."""
    show_out(account)
    Authenticator.objects.filter(user=account).delete()


def _claims(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was signed, completed by what was asked for about the same person.

    Raises
    ------
    InputError
        When the two are not about the same person, or nothing was signed.
    """
    signed, asked = kept.get("id_token") or {}, kept.get("userinfo") or {}
    if not signed.get("sub") or asked.get("sub", signed["sub"]) != signed["sub"]:
        raise InputError("The directory's answers are not about one person. Nothing was done.")
    return {**asked, **signed}


def _values(claim: object) -> set[str]:
    """Return the values of a claim, which directories write as a text or a list of texts."""
    if isinstance(claim, str):
        return {claim}
    return {str(one) for one in claim} if isinstance(claim, list) else set()
