"""How passkeys and one-time codes of accounts are made: what `django-allauth` asks of a site."""

from __future__ import annotations

import base64
import hashlib
import ipaddress

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from rebond_web.accounts.models import Account

ISSUER = "Rebond"


class Keys(DefaultMFAAdapter):  # type: ignore[misc]  # without types
    """Seals the secrets of codes, and names the site and its people to browsers."""

    def encrypt(self, text: str) -> str:
        """Return a secret, sealed by the key of the site."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was sealed."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return the name under which a telephone keeps the codes."""
        return ISSUER

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, object]:
        """Return what a browser shows of an account when it keeps its passkey."""
        told: dict[str, object] = super().get_public_key_credential_user_entity(user)
        return {**told, "display_name": user.email, "name": user.email}


def passkeys_are_possible(request: HttpRequest) -> bool:
    """Return whether browsers keep passkeys for this address: under HTTPS, or for localhost.

    They keep none for a number, 127.0.0.1 included.
    """
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def _seal() -> Fernet:
    key = hashlib.sha256(b"rebond second factors|" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
