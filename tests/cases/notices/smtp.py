"""A mail server that answers by a script, for conversations that go wrong."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

OK = "250 OK"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Script:
    """What the server says to the next recipients and messages; when it is used up, it takes everything."""

    to_recipient: list[str] = field(default_factory=list)
    to_message: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)  # Message-IDs that arrived whole, taken or not
    taken: list[str] = field(default_factory=list)  # Message-IDs that were answered with 250, or never answered
    letters: list[bytes] = field(default_factory=list)  # those that were answered with 250, whole

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        answer = self.to_recipient.pop(0) if self.to_recipient else OK
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        message_id = next(
            line.partition(":")[2].strip()
            for line in envelope.content.decode().splitlines()
            if line.lower().startswith("message-id:")
        )
        self.seen.append(message_id)
        answer = self.to_message.pop(0) if self.to_message else OK
        if answer in {OK, "drop", "slow"}:
            self.taken.append(message_id)
        if answer == OK:
            self.letters.append(envelope.content)
        if answer == "drop":
            server.transport.abort()
        if answer == "slow":
            await asyncio.sleep(1.5)
        return OK if answer in {"drop", "slow"} else answer


@contextmanager
def serving(settings: Any, script: Script) -> Iterator[int]:
    """The server on a free port, and Django's mail set-up pointed to it."""
    port = free_port()
    controller = Controller(script, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
        yield port
    finally:
        controller.stop()
