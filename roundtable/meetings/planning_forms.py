"""The forms of planning a meeting: when and where, and one for each who may come."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import GuardedNoteForm
from cases.guard import check_note, tidy
from cases.invitations.flows import Invitee
from cases.invitations.queries.times import TimeRow
from cases.invitations.rules import Role
from cases.invitations.words import say_role
from cases.words import refusal as refusal_of_cases
from people.calendar import COPENHAGEN
from people.forms import Cards, ClockField, DayField, field_of, needed_when_shown
from people.rules import RuleViolation
from retention.forms import ChangeForm
from retention.rules.saying import ChangedMeanwhile
from roundtable.meetings.invitees import Person, standard_text
from roundtable.words import refusal

F = TypeVar("F", bound=forms.Form)
OTHER_TIME: Final = "other"
MOST_PROPOSED: Final = 4
MOST_GUESTS: Final = 8
LENGTHS: Final = (30, 45, 60, 90, 120)
GUEST_ROLES: Final = (Role.COMPANION, Role.REPRESENTATIVE, Role.INTERPRETER, Role.MUNICIPALITY, Role.OTHER)


class PlanForm(ChangeForm):
    """When and where. What is asked for by `proposing` is up to four times; otherwise one."""

    say_refusal = staticmethod(refusal)

    when = forms.ChoiceField(label=gettext_lazy("When?"), widget=Cards(opens=[OTHER_TIME]))
    day = needed_when_shown(DayField(label=gettext_lazy("Day"), required=False))
    begins = needed_when_shown(ClockField(label=gettext_lazy("From"), required=False))
    length = forms.TypedChoiceField(
        label=gettext_lazy("How long?"), coerce=int, choices=[(n, "") for n in LENGTHS], initial=60
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example a room. It stands in the invitation."),
    )
    video_link = forms.URLField(
        label=gettext_lazy("Video link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        error_messages={"invalid": gettext_lazy("Paste the whole link, from https:// on.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        proposed: Sequence[TimeRow],
        starts_at: datetime | None,
        proposing: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposing = proposing
        self.proposed = {each.starts_at.isoformat(): each for each in proposed}
        when = field_of(self, "when", forms.ChoiceField)
        words = ((key, capfirst(each.words)) for key, each in self.proposed.items())
        when.choices = [*words, (OTHER_TIME, _("Another time"))]
        when.required = bool(proposed) and not proposing
        # A meeting that has its time keeps it until another is chosen.
        stands = starts_at.isoformat() if starts_at else next(iter(self.proposed), OTHER_TIME)
        when.initial = stands if stands in self.proposed else OTHER_TIME
        field_of(self, "day", DayField).limit(today, None)
        lengths = {30: _("30 minutes"), 45: _("45 minutes"), 60: _("1 hour"), 90: _("1½ hours"), 120: _("2 hours")}
        field_of(self, "length", forms.TypedChoiceField).choices = list(lengths.items())
        for number in range(1, MOST_PROPOSED + 1):
            day = DayField(label=_("Day %(number)s") % {"number": number}, required=False, earliest=today)
            self.fields[f"day_{number}"] = needed_when_shown(day)
            self.fields[f"begins_{number}"] = needed_when_shown(ClockField(label=_("From"), required=False))

    @property
    def times(self) -> list[tuple[Any, TimeRow | None]]:
        """Each time that was proposed, to be chosen, with what was answered; and another."""
        return list(zip(self["when"], [*self.proposed.values(), None], strict=True))

    @property
    def shows_proposals(self) -> bool:
        """Whether something is typed among the times to ask about."""
        return any(field.value() for pair in self.proposals for field in pair)

    @property
    def proposals(self) -> list[tuple[Any, Any]]:
        return [(self[f"day_{number}"], self[f"begins_{number}"]) for number in range(1, MOST_PROPOSED + 1)]

    def clean_place(self) -> str:
        words = tidy(self.cleaned_data["place"])
        try:
            check_note(words)
        except RuleViolation as violation:
            raise ValidationError(refusal_of_cases(violation.code), code=violation.code) from None
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["times"] = self._several(cleaned) if self.proposing else self._one(cleaned)
        said_where = cleaned.get("place") or cleaned.get("video_link") or self.errors.keys() & {"place", "video_link"}
        if not self.proposing and not said_where:
            self.add_error("place", _("Write where it is held, or give a video link."))
        return cleaned

    def _one(self, cleaned: dict[str, Any]) -> list[tuple[datetime, datetime]]:
        chosen = self.proposed.get(cleaned.get("when", ""))
        if chosen is not None:
            return [(chosen.starts_at, chosen.ends_at)]
        for name in ("day", "begins"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return (
            [self._stretch(cleaned["day"], cleaned["begins"])] if cleaned.get("day") and cleaned.get("begins") else []
        )

    def _several(self, cleaned: dict[str, Any]) -> list[tuple[datetime, datetime]]:
        times = []
        for number in range(1, MOST_PROPOSED + 1):
            names = (f"day_{number}", f"begins_{number}")
            given = [name for name in names if cleaned.get(name)]
            if len(given) == 1 and not self.errors.keys() & set(names):
                missing = next(name for name in names if name not in given)
                self.add_error(missing, self.fields[missing].error_messages["required"])
            elif len(given) == 2:
                times.append(self._stretch(cleaned[names[0]], cleaned[names[1]]))
        if not times and not self.errors:
            self.add_error("day_1", _("Write at least one time."))
        return times

    def _stretch(self, day: date, begins: time) -> tuple[datetime, datetime]:
        starts_at = datetime.combine(day, begins, tzinfo=COPENHAGEN)
        return starts_at, starts_at + timedelta(minutes=self.cleaned_data.get("length") or LENGTHS[2])

    def show_newer(self, violation: ChangedMeanwhile) -> None:
        """Who takes part is shown as it was read, which may be before the last of it."""
        super().show_newer(ChangedMeanwhile(violation.newer, self.initial[self.carries]))


class InviteeForm(GuardedNoteForm):
    """One who may come: somebody known, or a guest by name. The note is the text to them."""

    comes = forms.BooleanField(required=False)
    role = needed_when_shown(
        forms.TypedChoiceField(label=gettext_lazy("As what?"), coerce=Role, empty_value=None, required=False)
    )
    name = needed_when_shown(forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    gets_minutes = forms.BooleanField(label=gettext_lazy("Gets the minutes"), required=False)

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        role = person.role if person else Role.OTHER
        self.fields["note"].label = _("Text to them")
        self.fields["note"].help_text = _("Stands on their own page, and in no mail.")
        if person is None:
            del self.fields["comes"]
            choices = [("", _("Choose")), *((each, say_role(each)) for each in GUEST_ROLES)]
            field_of(self, "role", forms.TypedChoiceField).choices = choices
            self.fields["gets_minutes"].initial = False
            return
        del self.fields["role"], self.fields["name"]
        if person.has_own_address:
            del self.fields["email"]
        else:
            self.fields["email"].initial = person.email
        self.fields["comes"].label = person.name
        self.fields["comes"].help_text = say_role(role)
        self.fields["comes"].initial = person.thought_of
        self.fields["gets_minutes"].initial = person.gets_minutes
        self.fields["note"].initial = standard_text(role) if person.text is None else person.text
        self.fields["note_override"].initial = person.text_override

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.person is None and (cleaned.get("name") or cleaned.get("email")):
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error("name", _("Write who it is."))
            if not cleaned.get("role") and "role" not in self.errors:
                self.add_error("role", _("Choose as what they come."))
        return cleaned

    def invitee(self) -> Invitee:
        said, person = self.cleaned_data, self.person
        text = {"text": said["note"], "text_override": said["note_override"], "gets_minutes": said["gets_minutes"]}
        if person is None:
            return Invitee(
                role=said["role"],
                name=said["name"],
                email=said["email"],
                **{**text, "text": text["text"] or standard_text(said["role"])},
            )
        return Invitee(
            role=person.role,
            user=person.user,
            name="" if person.user else person.name,
            email=said.get("email", person.email),
            ref=person.ref,
            **text,
        )


def forms_for(people: Iterable[Person], guests: int, data: QueryDict | None) -> list[InviteeForm]:
    """One for each who is known, then those of so many guests."""
    known = [InviteeForm(data, prefix=person.key, person=person) for person in people]
    blank = [InviteeForm(data, prefix=f"guest-{number}", person=None) for number in range(guests)]
    return known + blank


def with_newcomers(typed: QueryDict, people: Iterable[Person]) -> QueryDict:
    """What was typed, and those who came to take part after the page was opened: nobody has decided otherwise."""
    data, seen = typed.copy(), {"", *typed.getlist("seat")}
    for form in forms_for((person for person in people if person.ref not in seen), 0, None):
        for name, field in form.fields.items():
            data[form.add_prefix(name)] = form.get_initial_for_field(field, name) or ""
    data.setlist("seat", [person.ref for person in people if person.ref])
    return data


def keep_typed(form: F, typed: QueryDict) -> F:
    """An unbound form that shows what was typed, and does not judge it yet."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
    return form
