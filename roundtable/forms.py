"""What the forms of all parts share."""

from typing import Any

from django import forms

from people.forms import DayField


class CalendarDay(DayField):
    """A day in the browser's own field, which has a calendar without any script."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
