"""Django's settings. What differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from rebond.languages import LANGUAGES as _LANGUAGES
from rebond_web.accounts.providers import directories
from rebond_web.house import WORKER, House
from rebond_web.installation import Installation, postgresql

_HERE = Path(__file__).parent
_HOUSE = House.current()

SECRET_KEY = _HOUSE.secret()
DEBUG = False
_INSTALLATION = Installation.read(_HOUSE.settings)
ALLOWED_HOSTS = list(_INSTALLATION.hosts)
# Behind a proxy that speaks HTTPS, cookies are for HTTPS only.
SECURE = _INSTALLATION.https
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE else []
# How many proxies stand before the site: what each adds to X-Forwarded-For is believed, no more.
TRUSTED_PROXIES = _INSTALLATION.proxies
# The folder under which those of workspaces are watched for files; "" for none.
WATCHED = _INSTALLATION.watch

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rebond_web.accounts",
    "rebond_web.workspaces",
    "rebond_web.audit",
    "rebond_web.jobs",
    "rebond_web.listening",
    "rebond_web.insights",
    "rebond_web.outbox",
    "rebond_web.surveys",
    "rebond_web.ratings",
    "rebond_web.api",
    "rebond_web.labelling",
    "rebond_web.codebook",
    "rebond_web.voices",
    "rebond_web.mail",
    "rebond_web.cases",
    "rebond_web.alerts",
    "rebond_web.spaces",
    "rebond_web.challenges",
    "rebond_web.ideas",
    "rebond_web.statements",
    "rebond_web.answers",
    "rebond_web.ballots",
    "rebond_web.moderation",
    "rebond_web.following",
    "rebond_web.panels",
    # Last of ours: it cleans the database after what the others erase.
    "rebond_web.privacy",
    "django_htmx",
]
MIDDLEWARE = [
    # Pages are drawings written as text: six times smaller on the way. Django blurs their length.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",  # refuses names that are not the site's
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "rebond_web.urls"
WSGI_APPLICATION = "rebond_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        # The report's sections are shown by the site too: one template for one section.
        "DIRS": [_HERE / "templates", _HERE.parent / "rebond" / "report" / "templates"],
        "OPTIONS": {"environment": "rebond_web.pages.templates.environment"},
    }
]

_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": _HOUSE.database,
    # Each thread keeps its connection: opening the file anew reads the whole schema again.
    "CONN_MAX_AGE": 600,
    "OPTIONS": {
        # A write takes its lock at once: a reader that turns writer would fail, not wait.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
    },
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": postgresql(_INSTALLATION.database) if _INSTALLATION.database else _SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Account"
DIRECTORIES = directories(_INSTALLATION.sign_in)
# django-allauth reads directories, passkeys and codes; its pages, its e-mails and its passwords are
# not used.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "rebond_web.accounts.keys.Keys"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "rebond_web.accounts.directory.Answers"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [directory.as_setting() for directory in DIRECTORIES],
    }
}
LOGIN_URL = "door"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# No other site of the domain can set cookies of these names, nor can anybody in clear.
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
# Believed only where a proxy is said to write it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rebond_web.pages.errors.csrf"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Sentences are those of `rebond.languages`; Django translates nothing of ours.
USE_I18N = False
LANGUAGE_CODE = "en"
# Whether pages that take long are left to the worker; without one they are computed at once.
COMPUTED_BY_WORKER = os.environ.get(WORKER) == "1"
SITE_LANGUAGES = _LANGUAGES
USE_TZ = True
TIME_ZONE = "UTC"

# Files go to disk as they come, never whole into memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

STATIC_URL = "static/"
STATICFILES_DIRS = [
    _HERE / "static",
    ("report", _HERE.parent / "rebond" / "report" / "styles"),
]
# Served from where they are, without a build step; addresses change with the content.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
