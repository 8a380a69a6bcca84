"""What the application is told through its environment (config/settings reads it)."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from runner.layout import Instance, Layout

#: Would change what our Python imports.
_NOT_HANDED_ON = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")


def application_variables(
    layout: Layout, instance: Instance, *, settings: str, urls: Mapping[str, str], address: str, mail: str
) -> dict[str, str]:
    """The variables for a process of the application; what the caller's environment names stays."""
    ours = {
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": secret_key(layout.home / "secret-key"),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": address,
        "EMAIL_URL": mail,
        "MAIL_FOLDER": str(instance.folder / "mail"),
        "STATIC_ROOT": str(layout.home / "static"),
        "TILBAGE_HOME": str(layout.home),
        "PYTHONUNBUFFERED": "1",
    }
    named = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    return ours | named | dict(urls)


def secret_key(file: Path) -> str:
    """This clone's own secret, made once."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    except FileExistsError:
        if key := file.read_text().strip():
            return key
        handle = os.open(file, os.O_WRONLY)
    with os.fdopen(handle, "w") as secret:
        secret.write(secrets.token_urlsafe(60))
    return file.read_text().strip()
