"""What the style page shows: every component with made-up people and days."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator

from insight.rules.distance import bar_of
from people.forms import Cards, DayField
from people.words import Chip, Tone, chip
from retention.ladder.drawing import draw
from retention.ladder.forms import StepForm
from retention.models import Step
from retention.reference import shipped_steps
from retention.rules.ladder import Party

CHIPS: dict[Tone, tuple[str, ...]] = {
    Tone.CALM: ("om 5 dage", "45 timer tilbage"),
    Tone.TODAY: ("i dag", "i morgen"),
    Tone.NEAR: ("14 timer tilbage",),
    Tone.LATE: ("3 dage over tid", "overskredet med 3 timer"),
    Tone.MET: ("planlagt efter 21 timer", "holdt til tiden"),
    Tone.PAUSED: ("på pause, 31 timer tilbage",),
    Tone.CORRECTED: ("sen efter rettelse",),
    Tone.FACT: ("Fraværende, dag 86", "Sygdom, 100 %"),
}


class ExampleForm(forms.Form):
    name = forms.CharField(
        label="Navn", help_text="Som det står på lønsedlen.", error_messages={"required": "Skriv et navn."}
    )
    first_day = DayField(label="Første dag", help_text="Fx 24-11-2026")
    cause = forms.ChoiceField(label="Årsag", choices=[("", "Vælg"), ("a", "Sygdom"), ("b", "Barns 1. sygedag")])
    length = forms.ChoiceField(
        label="Hvor længe, tror Ida selv?",
        choices=[
            ("3", "1–3 dage"),
            ("7", "Op til en uge"),
            ("14", "1–2 uger"),
            ("29", "Længere"),
            ("", "Ved ikke endnu"),
        ],
        widget=Cards(columns=2),
        required=False,
    )
    begins = forms.ChoiceField(
        label="Fra hvornår?",
        choices=[("today", "I dag"), ("yesterday", "I går"), ("other", "Anden dag")],
        widget=Cards(columns=3, opens=["other"]),
        initial="today",
    )
    reason = forms.ChoiceField(
        label="Hvorfor?",
        choices=[
            ("a", "Jeg kan ikke få fat i Vibeke"),
            ("b", "Vibeke har bedt om at vente"),
            ("c", "Jeg når det ikke i dag"),
        ],
        widget=Cards(columns=1),
        error_messages={"required": "Vælg en grund."},
    )
    whom = forms.ChoiceField(
        label="Hvem får besked?", choices=[("l", "Lederen"), ("h", "HR")], widget=forms.RadioSelect, initial="l"
    )
    days = forms.MultipleChoiceField(
        label="Hvilke dage?",
        choices=[("1", "Mandag"), ("2", "Tirsdag")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Skriv ikke, hvad medarbejderen fejler.",
    )
    sure = forms.BooleanField(label="Jeg har talt med medarbejderen", required=False)


STEPS = [
    {"state": "done", "day": "Dag 1", "date": "19. nov."},
    {"state": "now", "day": "Dag 5", "date": "i dag"},
    {"state": "next", "day": "Dag 14", "date": "2. dec."},
    {"state": "next", "day": "4 uger", "date": "17. dec."},
]
ABSENT = [
    ("LH", "Lærke Holm", "Sygdom", "dag 83"),
    ("SD", "Søren Kjær Dam", "Delvis sygdom, møder 3 dage", "dag 22"),
    ("MA", "Mohammed Ali Skov", "Sygdom", "dag 14"),
    ("IF", "Ida Frost", "Sygdom", "dag 1"),
]
ROWS: list[dict[str, Any]] = [
    {
        "name": "Torben Winther",
        "unit": "Hjemmeplejen distrikt Toften",
        "what": "Hold sygefraværssamtale",
        "when": "i går",
        "chip": chip(Tone.LATE, "3 dage over tid"),
        "who": "Poul Bang",
    },
    {
        "name": "Camilla Juul Holst",
        "unit": "Børnehuset Strandby",
        "what": "Dag 5: ring til Camilla",
        "when": "i dag",
        "chip": chip(Tone.TODAY, "i dag"),
        "who": "Ingen endnu",
    },
    {
        "name": "Łucja Šimić-Åkjær",
        "unit": "Vej og Park",
        "what": "Dag 14: aftal de næste uger",
        "when": "fredag",
        "chip": chip(Tone.CALM, "om 4 dage"),
        "who": "Sanne Mørk",
    },
]


def page() -> dict[str, Any]:
    return {
        "wide": True,
        "chips": [Chip(tone, chip(tone, words).icon, words) for tone, texts in CHIPS.items() for words in texts],
        "steps": STEPS,
        "late": chip(Tone.LATE, "3 dage over tid"),
        "today": chip(Tone.TODAY, "i dag"),
        "calm": chip(Tone.CALM, "om 5 dage"),
        "absent": ABSENT,
        "rows": ROWS,
        "page": Paginator(range(300), 25).page(5),
        "tabs": [
            {"label": "Mine", "url": "?", "current": False, "count": 14},
            {"label": "Teamet", "url": "?", "current": True, "count": 37},
            {"label": "Søg", "url": "?", "current": False, "count": None},
        ],
        "pills": [
            {"label": label, "url": "?", "current": label == "Alt"} for label in ("Alt", "Fravær", "Samtaler", "Breve")
        ],
        "due": [
            {"value": "late", "label": "Overskredet", "count": 1, "chosen": True},
            {"value": "today", "label": "I dag", "count": 0, "chosen": True},
            {"value": "week", "label": "Denne uge", "count": 7, "chosen": False},
        ],
        "distances": [
            (bar_of(Decimal("0.7")), "0,7 over mål"),
            (bar_of(Decimal("-1.2")), "1,2 under mål"),
            (bar_of(Decimal(0)), "På målet"),
        ],
        "stair": draw(range(1, 10), {Party.EMPLOYEE: 6, Party.LEADER: 4, Party.CONSULTANT: 4, Party.AGREED: 5}),
        "ladder": StepForm(
            steps=[Step(**asdict(step)) for step in shipped_steps()],
            lang="da",
            legend="Hvor er du lige nu?",
            initial={"step": 6},
            auto_id="ladder_%s",
        ),
        "form": ExampleForm(),
        "wrong": ExampleForm({"first_day": "31-02-2026", "begins": "other"}, auto_id="wrong_%s"),
    }
