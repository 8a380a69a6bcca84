"""Rows of other tables as one column of a query: a page that shows a little of many tables asks once for all of them.

A frozen dataclass says which columns there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, JSONObject, NullIf, Trim

T = TypeVar("T")


def nested(row: type[Any], rows: QuerySet[Any], **others: Combinable) -> ArraySubquery:
    """A column for each of the dataclass's fields; those that the model calls otherwise are named."""
    columns: dict[str, Any] = {field.name: others.get(field.name, F(field.name)) for field in fields(row)}
    return ArraySubquery(rows.values(json=JSONObject(**columns)))


def made(row: type[T], found: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
    """The rows of a nested column. JSON has neither days nor moments: they come as text."""
    # The stubs know a dataclass's instances and classes, but not a class that is only a type variable's.
    read = {
        field.name: kind.fromisoformat
        for field in fields(row)  # type: ignore[arg-type]
        for kind in (datetime, date)
        if field.type in (kind, kind | None)
    }
    return tuple(
        row(**{name: read[name](value) if value and name in read else value for name, value in columns.items()})
        for columns in found
    )


def name_of(person: str) -> Combinable:
    """As a user is called, by the path to them; empty for nobody."""
    name = Trim(Concat(f"{person}__first_name", Value(" "), f"{person}__last_name"))
    return Coalesce(NullIf(name, Value("")), f"{person}__username", Value(""))
