"""The audit log of the site, for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the application."""

    name = "rebond_web.audit"
    label = "audit"
