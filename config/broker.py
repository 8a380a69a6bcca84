"""Where the broker is, told by where the cache is."""

from urllib.parse import parse_qs, urlsplit


def broker_beside(redis_url: str) -> str:
    """The broker's address: the same server as the cache, the next database.

    Takes `redis://host:port/N`, `rediss://...` or `unix:///path?db=N`.
    """
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        database = int(parse_qs(parts.query).get("db", ["0"])[0])
        return f"redis+socket://{parts.path}?virtual_host={database + 1}"
    database = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{database + 1}").geturl()
