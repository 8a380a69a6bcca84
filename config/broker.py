"""Where the broker is, told by where the cache is."""

from urllib.parse import SplitResult, parse_qs, urlsplit


def broker_beside(redis_url: str) -> str:
    """The broker's address: the same server as the cache, the next database.

    Takes `redis://host:port/N`, `rediss://...` or `unix:///path?db=N`.
    """
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host={_database(parts) + 1}"
    return further(redis_url, 1)


def further(redis_url: str, number: int) -> str:
    """The same server, so many databases further on."""
    parts = urlsplit(redis_url)
    database = _database(parts) + number
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={database}"
    return parts._replace(path=f"/{database}").geturl()


def _database(parts: SplitResult) -> int:
    return int(parse_qs(parts.query).get("db", ["0"])[0] if parts.scheme == "unix" else parts.path.strip("/") or 0)
