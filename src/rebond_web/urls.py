"""The addresses of the site."""

from __future__ import annotations

from django.urls import path

from rebond_web.accounts import views as accounts
from rebond_web.listening import views as listening
from rebond_web.pages import preferences
from rebond_web.reading import views as reading
from rebond_web.workspaces import views as workspaces

urlpatterns = [
    path("", accounts.door, name="door"),
    path("enter/<str:token>/", accounts.enter, name="enter"),
    path("leave/", accounts.leave, name="leave"),
    path("preferences/", preferences.choose, name="preferences"),
    path("w/<slug:slug>/", reading.home, name="home"),
    path("w/<slug:slug>/insights/<slug:insight>/", reading.decide, name="decide"),
    path("w/<slug:slug>/voices/", reading.voices, name="voices"),
    path("w/<slug:slug>/themes/", reading.themes, name="themes"),
    path("w/<slug:slug>/files/", listening.files, name="files"),
    path("w/<slug:slug>/files/<int:job>/", listening.file, name="file"),
    path("w/<slug:slug>/people/", workspaces.people, name="people"),
    path("w/<slug:slug>/people/<int:seat>/away/", workspaces.take_away, name="take-away"),
]
handler400 = "rebond_web.pages.errors.bad_request"
handler404 = "rebond_web.pages.errors.not_found"
handler500 = "rebond_web.pages.errors.broken"
