"""The demo's mail server: lays every mail that it is given into MAIL_FOLDER, a maildir. Nothing is sent on."""

import asyncio
from pathlib import Path
from typing import Any

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Takes mail at the address of EMAIL_URL and keeps it in MAIL_FOLDER, until it is stopped."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.MAIL_FOLDER:
            raise CommandError("Name a folder with MAIL_FOLDER.")
        asyncio.run(serve(settings.EMAIL_HOST, settings.EMAIL_PORT, Path(settings.MAIL_FOLDER)))


async def serve(host: str, port: int, folder: Path) -> None:
    mailbox = Mailbox(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, enable_SMTPUTF8=True), host, port)
    await server.serve_forever()
