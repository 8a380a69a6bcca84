"""The same said again, and two who say something at once. Flows of all parts ask here."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def said_before(rows: "models.QuerySet[M]", said: Mapping[str, object]) -> M | None:
    """The row of these that says the very same: a form that was sent twice makes no second.

    It is asked under a lock that everybody takes who adds such a row.
    """
    return rows.filter(**said).order_by("pk").last()


def as_it_stands(row: models.Model, fields: Iterable[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in fields}
