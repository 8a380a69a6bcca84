"""Two at once, in a test with `django_db(transaction=True)`."""

import threading
from collections.abc import Callable

from django.db import connection, connections, transaction

WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def while_others(first: Callable[[], object], then: Callable[[], object]) -> object:
    """What comes of `then`, its answer or its error, when it begins while `first` has been done but does not stand yet.

    `first` is made to stand as soon as `then` waits for it, or has ended without waiting.
    """
    came: list[object] = []

    def run() -> None:
        try:
            came.append(then())
        except Exception as error:  # noqa: BLE001  # the test looks at it
            came.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            thread.join(0.02)
    thread.join()
    return came[0]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() is not None
