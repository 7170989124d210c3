"""The Django application."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = "Procedure pages"
    default_auto_field = "django.db.models.BigAutoField"
