"""Settings, URLs and Celery: what wires the apps together. No domain lives here."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
