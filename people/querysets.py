"""Chainable filters. `EmployeeQuerySet.visible_to` is the only place of the access rule."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from people.rules import CapacityKind

if TYPE_CHECKING:
    from people.models import User
    from people.viewer import Viewer


class DanishOrder(Func):
    """A name in the order of the Danish alphabet (æ, ø, å last; aa as å), the same on every build."""

    template = "(translate(replace(lower(%(expressions)s), 'aa', 'å'), 'æøåäöü', '{|}{|y') COLLATE \"C\")"
    output_field = models.TextField()
    arity = 1


# Of rows that belong to an employee: somebody with several employee numbers is one person.
PERSON: Final = Coalesce(F("employee__user"), -F("employee"))


class Among(Func):
    """Whether a key is one of thousands, which go as one array: `filter(Among("pk", keys))`.

    `__in` sends each as a parameter of its own, which takes longer than looking it up. The keys as rows of a subquery
    would be joined, and joined badly while the table has no statistics yet, as after the first import.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()

    def __init__(self, field: str, keys: Iterable[int]) -> None:
        super().__init__(F(field), Value(list(keys), ArrayField(models.BigIntegerField())))


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Changes columns of rows that exist, in one statement; each tuple begins with the row's key.

    `bulk_update`, with a `CASE` for each row and column, costs fifty times as much.
    """
    values = list(zip(*rows, strict=True))
    if not values:
        return
    fields = [model._meta.get_field(name) for name in ("id", *columns)]  # noqa: SLF001 - documented
    # Without its length, since a cast would cut a text that is too long.
    arrays = ", ".join(f"%s::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields)
    names, sets = ", ".join(columns), ", ".join(f"{name} = fresh.{name}" for name in columns)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - documented
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS old SET {sets} FROM unnest({arrays}) AS fresh (id, {names}) WHERE old.id = fresh.id",  # noqa: S608 - our names
            [list(column) for column in values],
        )


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that run from a first to a last day, both included."""

    def running(self, day: date) -> Self:
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)

    def overlapping(self, first_day: date, last_day: date | None) -> Self:
        """Rows with a day in common with these days, both included; an empty last day runs on."""
        rows = self.filter(Q(last_day__isnull=True) | Q(last_day__gte=first_day))
        return rows if last_day is None else rows.filter(first_day__lte=last_day)

    def from_day_on(self, day: date) -> Self:
        """Rows that run on the day or begin later."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day))


class LeadershipQuerySet(DatedQuerySet):
    def seated(self, day: date) -> Self:
        """Grants that run, of holders who are employed that day (only those lead); a row for each employment.

        Adds seat_employee and seat_unit: where the holder sits.
        """
        seat = "user__employees__employments"
        # One filter() call, so that both days are asked of the same employment; F() follows the same join.
        return (
            self.running(day)
            .filter(
                Q(**{f"{seat}__last_day__isnull": True}) | Q(**{f"{seat}__last_day__gte": day}),
                **{f"{seat}__first_day__lte": day},
            )
            .annotate(seat_employee=F(f"{seat}__employee"), seat_unit=F(f"{seat}__unit"))
        )


class CapacityQuerySet(DatedQuerySet):
    def held(self, day: date) -> Self:
        """Grants that run, of holders who are employed that day or never were employees: who has left holds none."""
        employees = apps.get_model("people", "Employee").objects.filter(user=OuterRef("user"))
        employed = apps.get_model("people", "Employment").objects.running(day).filter(employee__user=OuterRef("user"))
        return self.running(day).filter(Exists(employed) | ~Exists(employees))


class AssignmentQuerySet(DatedQuerySet):
    def referred_to(self, consultant: "User | OuterRef", day: date) -> Self:
        """Those that run for this consultant or for the whole team."""
        return self.running(day).filter(Q(consultant=consultant) | Q(consultant__isnull=True))


class EmployeeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """Those whose matter the viewer handles in some capacity today; never their own.

        One's own matter is seen by `own_of`, as the employee sees it.
        """
        if viewer.user is None:
            return self.none()
        others = self.exclude(user=viewer.user)
        allowed = Q(is_outside=False) if CapacityKind.HR in viewer.capacities else _led(viewer)
        if CapacityKind.CONSULTANT in viewer.capacities:
            referred = apps.get_model("people", "Assignment").objects.referred_to(viewer.user, viewer.today)
            allowed |= Q(pk__in=referred.values("employee"))
        return others.filter(allowed)

    def led_by(self, viewer: "Viewer") -> Self:
        """Those whom the viewer leads or deputises for today, whatever else the viewer is; never their own."""
        return self.none() if viewer.user is None else self.exclude(user=viewer.user).filter(_led(viewer))

    def own_of(self, viewer: "Viewer") -> Self:
        """The viewer's own employments."""
        return self.none() if viewer.user is None else self.filter(user=viewer.user)

    def employed_on(self, day: date) -> Self:
        """Those who have an employment that day."""
        here = apps.get_model("people", "Employment").objects.running(day)
        return self.filter(pk__in=here.values("employee"))

    def matching(self, search: str) -> Self:
        """By name, every word of the search somewhere in it; or by the whole employee number."""
        words = search.split()[:5]
        named = Q(pk__isnull=False) if words else Q(pk__in=())
        for word in words:
            named &= Q(whole_name__icontains=word)
        return self.annotate(whole_name=Concat("first_name", Value(" "), "last_name")).filter(
            named | Q(number=search.strip())
        )

    def with_place(self, day: date) -> Self:
        """Adds unit_id, unit_name, title, weekly_hours, place_until: of the employment that runs, or else the latest.

        Somebody whose employment has not begun gets their first one.
        """
        employments = apps.get_model("people", "Employment").objects.filter(employee=OuterRef("pk"))
        latest = employments.annotate(begun=Q(first_day__lte=day)).order_by(
            F("begun").desc(),
            models.Case(models.When(begun=True, then=F("first_day"))).desc(nulls_last=True),
            "first_day",
        )
        running = employments.running(day)
        return self.annotate(
            place_id=Subquery(latest.values("pk")[:1]),
            unit_id=Subquery(running.values("unit")[:1]),
            unit_name=Subquery(latest.values("unit__name")[:1]),
            title=Subquery(latest.values("title")[:1]),
            weekly_hours=Subquery(latest.values("weekly_hours")[:1]),
            place_until=Subquery(latest.values("last_day")[:1]),
        )

    def with_referral(self, viewer: "Viewer") -> Self:
        """Adds is_referred: whether the employee is referred to the viewer as a consultant."""
        if viewer.user is None or CapacityKind.CONSULTANT not in viewer.capacities:
            return self.annotate(is_referred=Value(False))
        referred = apps.get_model("people", "Assignment").objects.referred_to(viewer.user, viewer.today)
        return self.annotate(is_referred=Exists(referred.filter(employee=OuterRef("pk"))))

    def lock(self, keys: Iterable[int]) -> None:
        """Waits for whoever else changes these employees; in one order, so that nobody waits in a circle."""
        list(self.filter(Among("pk", keys)).order_by("pk").select_for_update(no_key=True).values_list("pk"))

    def by_name(self) -> Self:
        return self.order_by(DanishOrder("first_name"), DanishOrder("last_name"), "number")


def _led(viewer: "Viewer") -> Q:
    led = Q(pk__in=viewer.led.besides)
    if viewer.led.units:
        here = apps.get_model("people", "Employment").objects.running(viewer.today)
        led |= Q(pk__in=here.filter(unit__in=viewer.led.units).values("employee")) & ~Q(pk__in=viewer.led.without)
    return led
