"""The address by which a reader no longer wants a kind of letters."""

from __future__ import annotations

from django.urls import path

from rebond_web.mail import views

urlpatterns = [path("mail/stop/<str:token>/", views.stop_letters, name="mail-stop")]
