"""A refusal stands at the field that it is about."""

from collections.abc import Mapping

import pytest
from django import forms

from people.forms import RefusedForm
from people.rules import RuleViolation


class Refusing(RefusedForm):
    say_refusal = staticmethod({"too_late": "Vælg en tidligere dag.", "not_yours": "Det er HR's."}.__getitem__)
    about: Mapping[str, str] = {"too_late": "day"}


class WithDay(Refusing):
    day = forms.DateField()


@pytest.mark.parametrize(
    ("kind", "code", "errors"),
    [
        (WithDay, "too_late", {"day": ["Vælg en tidligere dag."]}),
        (WithDay, "not_yours", {"__all__": ["Det er HR's."]}),
        (Refusing, "too_late", {"__all__": ["Vælg en tidligere dag."]}),
    ],
)
def test_a_refusal_stands_at_its_field_where_the_form_has_one(
    kind: type[Refusing], code: str, errors: dict[str, list[str]]
) -> None:
    form = kind({"day": "2026-11-24"})
    assert form.is_valid()
    form.refuse(RuleViolation(code))
    assert form.errors == errors
