from django.apps import AppConfig


class RoundTableConfig(AppConfig):
    name = "roundtable"
