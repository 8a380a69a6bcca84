"""The demo that script/server starts: the demo app, and files served as they lie in the clone."""

from config.settings.base import *
from config.settings.base import ALLOWED_HOSTS, INSTALLED_APPS, env

DEBUG = env.bool("DEBUG", default=False)
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Where the mail sink lays what it receives, and the demo's page of mails reads it.
MAIL_FOLDER = env("MAIL_FOLDER", default="")
INVITE_EMPLOYEES = True
# The folder of the clone's own state; the extracts of the demo are written there.
TILBAGE_HOME = env("TILBAGE_HOME", default="")
LOGIN_URL = "demo_entrance"
