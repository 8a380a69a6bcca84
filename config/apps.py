"""App configurations that belong to the wiring."""

from typing import Any

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Sources and notes of the design system stay out of what is served."""

    ignore_patterns = ["CVS", ".*", "*~", "*.scss", "*.md"]


class ProductionConfig(AppConfig):
    """Refuses a database role that passes every grant and may switch the audit trigger off."""

    name = "config"
    label = "production"

    def ready(self) -> None:
        connection_created.connect(refuse_superuser, dispatch_uid="refuse_superuser")


def refuse_superuser(connection: BaseDatabaseWrapper, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (True,):
            raise ImproperlyConfigured("The database role is a superuser. Give the app a role of its own.")
