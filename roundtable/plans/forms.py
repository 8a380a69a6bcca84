"""Forms of plans: the weeks and lines that are written, saved by themselves at the table; amending and ending one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.guard import tidy
from people.forms import Cards, field_of, needed_when_shown
from people.language import page_language
from people.words import say_short_date
from roundtable.forms import CalendarDay
from roundtable.plans.pages import note_of
from roundtable.plans.queries import Line, Written
from roundtable.plans.words import END_REASONS, NO_PLAN, refusal, say_bare, say_effect, say_kind
from roundtable.rules.plans import (
    ENDED_BY_HAND,
    MOST_LINES,
    MOST_WEEKS,
    ONE_WEEK,
    Effect,
    ItemKind,
    Week,
    monday_of,
    one_more,
    week_number,
)
from roundtable.rules.table import NoPlanReason
from roundtable.table.writing import WrittenForm

W = TypeVar("W")
# So many weeks ahead a plan may begin.
BEGINS_WITHIN: Final = 9
HOURS: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


class HoursField(forms.CharField):
    """Hours of a week as they are typed: `8`, `7,5`; nothing is None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=6, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return say_bare(value, page_language()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        said = str(value or "").strip()
        if not said:
            return None
        try:
            return Decimal(said.replace(",", ".")) if HOURS.fullmatch(said) else _refuse(self.label)
        except InvalidOperation:
            return _refuse(self.label)


def _refuse(label: object) -> Decimal:
    raise ValidationError(_("%(week)s: write hours as a number, for example 8 or 7.5.") % {"week": label})


@dataclass(frozen=True, slots=True)
class LineFields:
    """A line's fields. `again` and `effect` are None where its kind has none."""

    words: BoundField
    again: BoundField | None
    effect: BoundField | None


@dataclass(frozen=True, slots=True)
class ListFields:
    kind: ItemKind
    heading: str
    lines: tuple[LineFields, ...]


class PlanForm(WrittenForm):
    """A plan's weeks, its day to look at it again, and its lines: as many fields as are shown, and one line more of
    each kind. Nothing typed in a week leaves it out, no words leave a line out.

    `weeks` and `lines` may be asked for before it is sent; `written` is what was sent.
    """

    say_refusal = staticmethod(refusal)

    begins = forms.ChoiceField(label=gettext_lazy("Begins"))
    evaluate_on = needed_when_shown(CalendarDay(label=gettext_lazy("We look at the plan again"), required=False))
    may_fall = forms.BooleanField(label=gettext_lazy("It is meant that hours fall on the way"), required=False)
    disagreed = forms.BooleanField(label=gettext_lazy("We do not agree on the plan"), required=False)

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        written: Written,
        opened: str,
        mondays: list[date],
        today: date,
        name: str,
        tried: Mapping[str, date],
        fixed: bool = False,
    ) -> None:
        self.mondays, self.name, self.tried, self.today = mondays, name, tried, today
        self.standing_weeks = written.weeks
        self.weeks_sent = _count(data, "hours_", MOST_WEEKS) if data is not None else len(mondays)
        by_kind = {kind: [line for line in written.lines if line.kind is kind] for kind in ItemKind}
        self.sent = {
            kind: _count(data, f"{kind}_", MOST_LINES + 1) if data is not None else min(len(rows), MOST_LINES) + 1
            for kind, rows in by_kind.items()
        }
        standing = {f"{kind}_{n}": line.words for kind, rows in by_kind.items() for n, line in enumerate(rows)}
        self.guarded = tuple(f"{kind}_{n}" for kind, number in self.sent.items() for n in range(number))
        super().__init__(data, standing=standing, kept=written.words_override)
        self._add_weeks(written, fixed=fixed)
        self._add_lines(by_kind)
        self.initial.update(
            {
                "opened": opened,
                "evaluate_on": written.evaluate_on,
                "may_fall": written.may_fall,
                "disagreed": written.disagreed,
            }
        )

    def _add_weeks(self, written: Written, *, fixed: bool) -> None:
        hours = {week.monday: week.hours for week in written.weeks}
        first = self.mondays[0]
        offered = [first] if fixed else _mondays_to_begin(first, self.today)
        choices = [(day.isoformat(), _week_and_day(day)) for day in offered]
        field_of(self, "begins", forms.ChoiceField).choices = choices
        self.initial["begins"] = first.isoformat()
        asked = self.data.get("begins", "")
        begun = next((day for day in offered if day.isoformat() == asked), first)
        self.weeks_shown = [begun + n * ONE_WEEK for n in range(self.weeks_sent)]
        for n, monday in enumerate(self.weeks_shown):
            self.fields[f"hours_{n}"] = HoursField(label=_week_and_day(monday), initial=hours.get(monday))

    def _add_lines(self, by_kind: Mapping[ItemKind, list[Line]]) -> None:
        for kind, number in self.sent.items():
            for n in range(number):
                line = by_kind[kind][n] if n < len(by_kind[kind]) else Line(kind, "")
                label = _("%(list)s, line %(number)s") % {"list": say_kind(kind, self.name), "number": n + 1}
                self.fields[f"{kind}_{n}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=200,
                    initial=line.words,
                    widget=forms.Textarea(attrs={"rows": 1, "maxlength": 200}),
                )
                if kind is ItemKind.WAITS:
                    self.fields[f"again_{n}"] = CalendarDay(
                        label=_("Looked at again"), required=False, initial=line.again_on
                    )
                if kind is ItemKind.CHANGE:
                    self.fields[f"effect_{n}"] = forms.ChoiceField(
                        label=_("Has it been tried?"),
                        required=False,
                        choices=_effects(self.tried.get(line.words)),
                        initial=line.effect or Effect.NEW,
                    )

    # --- What pages show ------------------------------------------------------------------------------------

    def weeks_with(self, words: Iterable[W]) -> list[tuple[BoundField, W]]:
        """The fields of the weeks that are shown, each with the words about it."""
        return [(self[f"hours_{n}"], each) for n, each in enumerate(words)]

    @property
    def lists(self) -> Iterable[ListFields]:
        for kind, number in self.sent.items():
            yield ListFields(kind, say_kind(kind, self.name), tuple(self._line_fields(kind, n) for n in range(number)))

    def _line_fields(self, kind: ItemKind, n: int) -> LineFields:
        return LineFields(
            words=self[f"{kind}_{n}"],
            again=self[f"again_{n}"] if kind is ItemKind.WAITS else None,
            effect=self[f"effect_{n}"] if kind is ItemKind.CHANGE else None,
        )

    # --- What was sent ----------------------------------------------------------------------------------------

    def compared(self, newer: Mapping[str, object]) -> list[tuple[str, str]]:
        """What another wrote, in words: where it is not what was typed."""
        theirs = Written(**newer)  # type: ignore[arg-type]  # as it was when it was marked
        mine = self.written
        pairs = zip(_in_words(mine, self.name), _in_words(theirs, self.name), strict=True)
        return [(label, said) for (_label, typed), (label, said) in pairs if typed != said]

    @property
    def written(self) -> Written:
        said = self.cleaned_data
        begins = date.fromisoformat(said["begins"])
        hours = [said.get(f"hours_{n}") for n in range(self.weeks_sent)]
        return Written(
            weeks=tuple(Week(begins + n * ONE_WEEK, each) for n, each in enumerate(hours) if each is not None),
            evaluate_on=said.get("evaluate_on"),
            may_fall=said["may_fall"],
            disagreed=said["disagreed"],
            lines=tuple(self._lines()),
            words_override=said["note_override"],
        )

    def with_one_more(self, full: Decimal) -> Written:
        """What was sent, and a week after its last. `RuleViolation` as for `one_more`."""
        written = self.written
        more = one_more(written.weeks, first=date.fromisoformat(self.cleaned_data["begins"]), full=full)
        return replace(written, weeks=(*written.weeks, more))

    def _lines(self) -> Iterable[Line]:
        said = self.cleaned_data
        for kind, number in self.sent.items():
            for n in range(number):
                words = tidy(said.get(f"{kind}_{n}", ""))
                if words:
                    effect = Effect(said.get(f"effect_{n}") or Effect.NEW) if kind is ItemKind.CHANGE else None
                    again_on = said.get(f"again_{n}") if kind is ItemKind.WAITS else None
                    yield Line(kind, words, again_on=again_on, effect=effect)


class AmendForm(PlanForm):
    """A new version of the plan that runs, from this week on, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the plan changed?"),
        max_length=200,
        help_text=gettext_lazy(
            "In a few words about the work, never about what is wrong. Everybody with the plan reads it."
        ),
        error_messages={"required": gettext_lazy("Write why the plan is changed.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, fixed=True, **kwargs)
        self.guarded = (*self.guarded, "reason")


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why does the plan end?"),
        choices=[(reason, END_REASONS[reason]) for reason in ENDED_BY_HAND],
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why the plan ends.")},
    )


class NoPlanForm(forms.Form):
    """Why no plan is needed now."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is no plan needed now?"),
        choices=[(reason, words) for reason, words in NO_PLAN.items()],
        widget=Cards(columns=2),
        error_messages={"required": gettext_lazy("Choose why no plan is needed now.")},
    )

    @property
    def chosen(self) -> NoPlanReason:
        return NoPlanReason(self.cleaned_data["reason"])


def _count(data: Mapping[str, str], prefix: str, most: int) -> int:
    """How many fields of that name were sent, numbered from 0."""
    return next((n for n in range(most) if f"{prefix}{n}" not in data), most)


def with_a_week_more(data: QueryDict) -> QueryDict:
    """What was sent, and a field more for a week after the last that has one."""
    more = data.copy()
    more[f"hours_{_count(data, 'hours_', MOST_WEEKS)}"] = ""
    return more


def _mondays_to_begin(first: date, today: date) -> list[date]:
    """This week and the next few; and the one it begins with now."""
    return sorted({first, *(monday_of(today) + n * ONE_WEEK for n in range(BEGINS_WITHIN))})


def _week_and_day(monday: date) -> str:
    words = {"number": week_number(monday), "day": say_short_date(monday, monday, page_language())}
    return _("Week %(number)s, %(day)s") % words


def _effects(tried_on: date | None) -> list[tuple[str, str]]:
    return [(effect, say_effect(effect, tried_on, page_language())) for effect in Effect]


def _in_words(written: Written, name: str) -> list[tuple[str, str]]:
    """Everything that a plan says, as label and words."""
    lang = page_language()
    weeks = [f"{week_number(monday)}: {say_bare(hours, lang)}" for monday, hours in written.weeks]
    lines = [
        (say_kind(kind, name), "\n".join(_line_in_words(line) for line in written.lines if line.kind is kind))
        for kind in ItemKind
    ]
    return [
        (_("Hours by week"), ", ".join(weeks)),
        (_("We look at the plan again"), written.evaluate_on.isoformat() if written.evaluate_on else ""),
        (_("It is meant that hours fall on the way"), _("Yes") if written.may_fall else _("No")),
        (_("We do not agree on the plan"), _("Yes") if written.disagreed else _("No")),
        *lines,
    ]


def _line_in_words(line: Line) -> str:
    return " ".join(filter(None, (line.words, note_of(line, {}, line.again_on or date.min, page_language()))))
