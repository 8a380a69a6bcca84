"""The form pack: labels, hints, errors and what a screen reader is told."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from people.forms import Cards, DayField


class Example(forms.Form):
    name = forms.CharField(label="Navn", help_text="Som på lønsedlen", error_messages={"required": "Skriv et navn."})
    day = DayField(label="Dag")
    length = forms.ChoiceField(
        label="Længde?", choices=[("3", "1–3 dage"), ("7", "En uge")], widget=Cards(columns=2, opens=["7"])
    )
    whom = forms.ChoiceField(label="Hvem", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, initial="b")
    days = forms.MultipleChoiceField(
        label="Dage", choices=[("1", "Man")], widget=forms.CheckboxSelectMultiple, required=False
    )
    cause = forms.ChoiceField(label="Årsag", choices=[("", "Vælg")])
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="Sikker", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form) -> str:
    return Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(Context({"form": form}))


def one(form: forms.Form, name: str) -> str:
    html = Template("{% load crispy_forms_filters %}{{ field|as_crispy_field }}").render(Context({"field": form[name]}))
    return " ".join(html.split())


def test_every_field_is_drawn_with_its_label() -> None:
    html = drawn(Example())
    assert [name for name in Example().fields if f'name="{name}"' not in html] == []
    for name in ("name", "day", "cause", "note", "sure"):
        assert f'for="id_{name}"' in html
        assert f'id="id_{name}"' in html
    for legend in ("Længde?", "Hvem", "Dage"):
        assert f">{legend}</legend>" in html


def test_input_is_described_by_hint_and_error() -> None:
    html = one(Example({}), "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext">Som på lønsedlen<' in html
    assert '<span class="form-error-message" id="id_name_error">' in html
    assert html.index("id_name_error") < html.index("<input")


def test_group_is_described_by_its_error() -> None:
    html = one(Example({}), "whom")
    assert '<fieldset aria-describedby="id_whom_error">' in html
    assert html.count('type="radio"') == 2


def test_chosen_value_is_ticked_and_opening_value_is_marked() -> None:
    html = one(Example(initial={"length": "7"}), "length")
    assert html.count("checked") == 1
    assert 'value="7" id="id_length_1" checked' in html
    assert html.count("data-opens") == 1
    assert "choices--2" in html


def test_optional_text_fields_say_so() -> None:
    with translation.override("en"):
        assert "(optional)" in one(Example(), "note")
        assert "(optional)" not in one(Example(), "name")


def test_error_summary_links_each_error_to_its_field() -> None:
    with translation.override("da"):
        html = drawn(Example({"day": "31-02-2026", "whom": "a"}))
    assert 'role="alert"' in html
    for target, words in (
        ("id_name", "Skriv et navn."),
        ("id_day", "Den dag findes ikke. Se efter i kalenderen."),
        ("id_length_0", "Længde: Udfyld feltet."),
        ("id_cause", "Årsag: Udfyld feltet."),
    ):
        assert f'<a href="#{target}">{words}</a>' in html
    assert 'value="31-02-2026"' in html


def test_errors_alike_are_told_apart_by_their_fields() -> None:
    class Twice(forms.Form):
        first = forms.CharField(label="Er det nyt?", error_messages={"required": "Vælg ja eller nej."})
        second = forms.CharField(label="Er det stort?", error_messages={"required": "Vælg ja eller nej."})

    html = drawn(Twice({}))
    assert '<a href="#id_first">Er det nyt: Vælg ja eller nej.</a>' in html
    assert '<a href="#id_second">Er det stort: Vælg ja eller nej.</a>' in html


def test_form_without_errors_has_no_summary() -> None:
    assert 'role="alert"' not in drawn(Example())


def test_text_from_people_is_escaped() -> None:
    html = drawn(Example({"name": "<script>", "note": "</textarea><b>"}))
    assert "<script>" not in html
    assert "</textarea><b>" not in html


@pytest.mark.parametrize("typed", ["24-11-2026", "24/11/2026", "24.11.2026", "2026-11-24", " 24-11-2026 "])
def test_day_is_read_as_it_is_written(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Skriv en dato."),
        ("31-02-2026", "Den dag findes ikke. Se efter i kalenderen."),
        ("2026-13-01", "Den dag findes ikke. Se efter i kalenderen."),
        ("i morgen", "Skriv en dato som dag, måned og år, fx 24-11-2026."),
        ("24-11-26", "Skriv en dato som dag, måned og år, fx 24-11-2026."),
        ("11/24-2026", "Skriv en dato som dag, måned og år, fx 24-11-2026."),
        ("24-11-2026\x00", "Skriv en dato som dag, måned og år, fx 24-11-2026."),
        ("١٢-١١-٢٠٢٦x", "Skriv en dato som dag, måned og år, fx 24-11-2026."),
        ("22-11-2026", "Vælg en dag, der ikke ligger før 23-11-2026."),
        ("01-12-2026", "Vælg en dag, der ikke ligger efter 30-11-2026."),
    ],
)
def test_day_that_cannot_be_is_refused_in_plain_words(typed: str, words: str) -> None:
    field = DayField(earliest=date(2026, 11, 23), latest=date(2026, 11, 30))
    with translation.override("da"), pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages == [words]


def test_day_is_shown_in_danish_and_tells_the_calendar_its_limits() -> None:
    class Form(forms.Form):
        day = DayField(label="Dag", earliest=date(2026, 11, 23))

    html = one(Form(initial={"day": date(2026, 11, 24)}), "day")
    assert 'value="24-11-2026"' in html
    assert 'data-earliest="2026-11-23"' in html
    assert "data-latest" not in html


@pytest.mark.parametrize("unchanged", ["24-11-2026", "2026-11-24"])
def test_day_written_otherwise_is_no_change(unchanged: Any) -> None:
    assert not DayField().has_changed(date(2026, 11, 24), unchanged)
