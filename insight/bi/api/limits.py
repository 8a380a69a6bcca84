"""How often may be asked: so many times in each minute of the clock. Counted in the cache, where log-ins are too.

The library that limits log-ins lets everything that only reads pass, by its public functions.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import cache

MINUTE: Final = 60


def seconds_to_wait(what: str, whose: str, now: datetime) -> int | None:
    """Counts once more; None while it is within `API_MINUTE_LIMITS[what]`."""
    most = settings.API_MINUTE_LIMITS.get(what)
    if most is None:
        return None
    at = int(now.timestamp())
    key = f"api:{what}:{whose}:{at // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    return None if cache.incr(key) <= most else MINUTE - at % MINUTE
