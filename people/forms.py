"""Fields and widgets that the forms of all apps share."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final, TypeVar

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from people.rules import RuleViolation

F = TypeVar("F", bound=forms.Field)

DAY_FORMAT: Final = "%d-%m-%Y"
# As it is written in Denmark, as calendars and other systems send it.
DAY_FORMATS: Final = [DAY_FORMAT, "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"]
LOOKS_LIKE_A_DAY: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}|\d{4}-\d{1,2}-\d{1,2}")

LOOKS_LIKE_A_TIME: Final = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?")


class RefusedForm(forms.Form):
    """A form that says why a flow refused what it asked for: at the field that `about` names for it, else on top."""

    about: Mapping[str, str] = {}

    @staticmethod
    def say_refusal(code: str) -> str:
        """The words of a refusal, to whoever writes; each part has its own."""
        return code

    def refuse(self, violation: RuleViolation) -> None:
        field = self.about.get(violation.code)
        self.add_error(field if field in self.fields else None, self.say_refusal(violation.code))


class DayInput(forms.DateInput):
    """A text field that keeps what was typed; a script adds the browser's calendar beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"autocomplete": "off", "inputmode": "text", "maxlength": 40, **(attrs or {})}, format=DAY_FORMAT
        )


# A year beside these is a slip of the finger, and there is no counting days past the calendar's end.
YEARS: Final = range(1900, 2200)


def number_in(text: str) -> int | None:
    """A number as a page sends it; None for what is none, or is longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


class DayField(forms.DateField):
    """A day. `earliest` and `latest`, both allowed, are told to the browser's calendar and checked here.

    A day that does not exist (31-02-2026) is refused in other words than what is no date at all.
    """

    widget = DayInput
    input_formats = DAY_FORMATS
    default_error_messages = {
        "required": _("Write a date."),
        "invalid": _("Write a date as day, month and year, for example 24-11-2026."),
        "impossible": _("There is no such day. Look it up in a calendar."),
        "too_early": _("Choose a day that is not before %(day)s."),
        "too_late": _("Choose a day that is not after %(day)s."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit(earliest, latest)

    def limit(self, earliest: date | None, latest: date | None) -> None:
        """Sets the limits of a form that knows them only when it is made."""
        self.earliest, self.latest = earliest, latest
        for name, day in (("data-earliest", earliest), ("data-latest", latest)):
            if day is None:
                self.widget.attrs.pop(name, None)
            else:
                self.widget.attrs[name] = day.isoformat()

    def to_python(self, value: Any) -> date | None:
        try:
            day: date | None = super().to_python(value)
        except ValidationError:
            code = "impossible" if LOOKS_LIKE_A_DAY.fullmatch(str(value).strip()) else "invalid"
            raise ValidationError(self.error_messages[code], code=code) from None
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        for code, limit, outside in (
            ("too_early", self.earliest, value and self.earliest and value < self.earliest),
            ("too_late", self.latest, value and self.latest and value > self.latest),
        ):
            if limit and outside:
                raise ValidationError(self.error_messages[code], code=code, params={"day": limit.strftime(DAY_FORMAT)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial.date() if isinstance(initial, datetime) else initial, data)


class ClockField(forms.TimeField):
    """A time of the day, as it is written in Denmark: `10`, `10.30`, `10:30`, `kl. 9.15`."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Write a time."),
        "invalid": _("Write a time as hours and minutes, for example 10.30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "decimal", "maxlength": 12, "size": 6}

    def to_python(self, value: Any) -> time | None:
        found = LOOKS_LIKE_A_TIME.fullmatch(str(value or "").strip().lower())
        if found:
            value = f"{found[1]}:{found[2] or '00'}"
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}.{value.minute:02}" if isinstance(value, time) else value


class Cards(forms.RadioSelect):
    """Choices as big buttons. `opens` names the values that show what stands under `data-opened`."""

    def __init__(self, columns: int = 1, opens: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.columns = columns
        self.opens = frozenset(opens)


class LogInForm(LoginForm):
    """Log-in by user name or e-mail, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("User name or e-mail")
        login.error_messages["required"] = _("Write your user name or your e-mail.")
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.label = _("Password")
        password.error_messages["required"] = _("Write your password.")
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password"}


def needed_when_shown(field: F) -> F:
    """For a field that only one choice opens, and that is needed then: it is not called optional."""
    field.needed_when_shown = True  # type: ignore[attr-defined]
    return field


def field_of(form: forms.Form, name: str, kind: type[F]) -> F:
    """A field of a form as the kind that it is, to tell it what is known only when the form is made."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is a {type(field).__name__}")
    return field


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until something is posted."""
    return request.POST if request.method == "POST" else None
