"""The addresses of decisions and answers."""

from __future__ import annotations

from django.urls import path

from rebond_web.answers import leaving, management, plan_views, priority_views, views

_SPACE = "c/<slug:slug>/<slug:space>/"
_ANSWER = f"{_SPACE}answers/<int:decision>/"

urlpatterns = [
    # what contributors read
    path(f"{_SPACE}answers/", views.answers, name="answers"),
    path(_ANSWER, views.answer, name="answer-given"),
    path(f"{_SPACE}answers/pace/", views.pace, name="answers-pace"),
    path("answers/leave/<str:token>/", leaving.leave, name="answers-leave"),
    # those who decide
    path(f"{_SPACE}decide/<int:idea>/", views.decide, name="decide-idea"),
    path(f"{_ANSWER}progress/", views.progress, name="answer-progress"),
    path(f"{_ANSWER}effect/", views.effect, name="answer-effect"),
    # those who read the workspace
    path("w/<slug:slug>/decisions/", management.decisions, name="decisions"),
    path("w/<slug:slug>/priority/", priority_views.priority, name="priority"),
    path("w/<slug:slug>/priority/file/", priority_views.priority_file, name="priority-file"),
    path("w/<slug:slug>/priority/assess/", priority_views.assessment, name="assess"),
    path("w/<slug:slug>/plans/", plan_views.plans, name="plans"),
    path("w/<slug:slug>/plans/<int:plan>/", plan_views.move_plan, name="move-plan"),
]
