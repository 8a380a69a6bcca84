from django.apps import AppConfig
from django.core import checks

from cases.papers import check_fonts


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        checks.register(check_fonts)
