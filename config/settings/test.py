"""Tests: as the demo, with quick password hashes."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)

from config.broker import further
from config.settings.base import CACHES, REDIS_URL
from config.settings.demo import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
LOGIN_URL = "account_login"

# Where tests run side by side, each has a cache of its own beyond the broker's database: clearing one's would take
# another's counted attempts away.
if "PYTEST_XDIST_WORKER" in os.environ:
    CACHES["default"]["LOCATION"] = further(REDIS_URL, 2 + int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")))
