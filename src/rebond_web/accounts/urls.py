"""The addresses of the door, and of one's own account."""

from __future__ import annotations

from django.urls import path

from rebond_web.accounts import code_views, own_views, views

urlpatterns = [
    path("", views.door, name="door"),
    path("enter/<str:token>/", views.enter, name="enter"),
    path("enter-code/", views.code, name="code"),
    path("enter-passkey/", views.passkey_given, name="passkey"),
    path("enter-passkey/ask/", views.passkey_asked, name="passkey-ask"),
    path("enter-with/<slug:provider_id>/", views.with_directory, name="directory"),
    # The name is the one that `django-allauth` looks for.
    path(
        "enter-with/<slug:provider_id>/answer/",
        views.from_directory,
        name="openid_connect_callback",
    ),
    path("leave/", views.leave, name="leave"),
    path("account/", own_views.account, name="account"),
    path("account/confirm/", own_views.confirm, name="confirm"),
    path("account/passkeys/", own_views.passkey_made, name="passkeys"),
    path("account/passkeys/ask/", own_views.passkey_to_make, name="passkeys-ask"),
    path("account/passkeys/<int:passkey>/away/", own_views.passkey_away, name="passkey-away"),
    path("account/codes/", code_views.codes, name="codes"),
    path("account/codes/off/", code_views.codes_off, name="codes-off"),
    path("account/sessions/<int:presence>/end/", own_views.end_one, name="session-end"),
    path("account/sessions/end/", own_views.end_all, name="sessions-end"),
    path("account/language/", own_views.language, name="account-language"),
]
