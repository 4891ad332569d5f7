"""The addresses of cases."""

from __future__ import annotations

from django.urls import path

from rebond_web.cases import views

urlpatterns = [
    path("w/<slug:slug>/cases/", views.cases, name="cases"),
    path("w/<slug:slug>/cases/open/", views.open_one, name="case-open"),
    path("w/<slug:slug>/cases/rule/", views.rule, name="case-rule"),
    path("w/<slug:slug>/cases/<int:case>/", views.case, name="case"),
    path("w/<slug:slug>/cases/<int:case>/reply/<int:given>/", views.send, name="case-send"),
]
