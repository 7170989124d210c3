"""The Django application."""

from django.apps import AppConfig
from django.core.checks import register

from procedures.operating import checks


class ProceduresConfig(AppConfig):
    name = "procedures"
    verbose_name = "Procedure pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(checks.sqlite)
