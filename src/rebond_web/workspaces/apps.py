"""The workspaces of the site, for Django."""

from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.workspaces"
    label = "workspaces"
