"""The addresses of statements and of arguments."""

from __future__ import annotations

from django.urls import path

from rebond_web.statements import argument_views, running, views

_HERE = "c/<slug:slug>/<slug:space>/<int:challenge>/statements/"
_ON = "c/<slug:slug>/<slug:space>/ideas/<int:idea>/arguments/"

urlpatterns = [
    path(_HERE, views.statements, name="statements"),
    path(_HERE + "mine/", views.mine, name="my-votes"),
    path(_HERE + "write/", views.write, name="write-statement"),
    path(_HERE + "run/", running.run, name="run-statements"),
    path(_HERE + "export/<slug:what>/", running.export, name="export-votes"),
    path(_HERE + "<int:statement>/", views.statement, name="statement"),
    path(_HERE + "<int:statement>/withdraw/", views.withdraw, name="withdraw-statement"),
    path(_ON, argument_views.give, name="argue"),
    path(_ON + "<int:argument>/withdraw/", argument_views.withdraw, name="withdraw-argument"),
    path(_ON + "<int:argument>/thanks/", argument_views.thanks, name="thank-argument"),
]
