"""A mail server of its own process that writes down what it takes, before it says so.

    python -m tests.cases.faults.sink PORT FILE

Each line of the file is a Message-ID and a receiver. It takes its time over the receiver and over the message, so
that a worker is often killed between the two, and between the message and the answer.
"""

import asyncio
import os
import sys
from typing import Any

from aiosmtpd.smtp import SMTP

RECEIVER_SECONDS = 0.03
MESSAGE_SECONDS = 0.03
ANSWER_SECONDS = 0.02


class Ledger:
    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        await asyncio.sleep(RECEIVER_SECONDS)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        await asyncio.sleep(MESSAGE_SECONDS)
        headers = envelope.content.decode().splitlines()
        message_id = next(line.partition(":")[2].strip() for line in headers if line.lower().startswith("message-id:"))
        for receiver in envelope.rcpt_tos:
            os.write(self._file, f"{message_id} {receiver}\n".encode())
        await asyncio.sleep(ANSWER_SECONDS)
        return "250 OK"


async def serve(port: int, path: str) -> None:
    ledger = Ledger(path)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(ledger), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
