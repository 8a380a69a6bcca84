"""What is owed to one employee: the firings of the policies that are given, and what is always done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from absence.rules.causes import Cause
from absence.rules.engine import Firing, PolicyEngine, move
from absence.rules.givens import Givens
from absence.rules.periods import Period, Stay, unit_on
from absence.rules.policies import STATUTORY, Kind, Policy, Rule, Weekend
from absence.rules.spells import OPEN, absences_of, spells_of
from cases.followups.rules import Duty, FollowUpKind, Owed, Words
from people.calendar import Calendar
from people.rules import OwnerRole

WELCOME_BACK_FROM_DAYS = 3
LAST_RETURN = date.max - timedelta(days=2)

ASK_RETURN = Duty(
    rule="built-in/ask-return",
    kind=FollowUpKind.ASK_RETURN,
    owner_role=OwnerRole.LEADER,
    words=Words(
        act_da="Spørg, om {name} kommer som ventet",
        act_en="Ask whether {name} is coming as expected",
        advice_da="Er der noget, der skal være på plads, for at det går godt?",
        advice_en="Is there anything to be arranged for it to go well?",
        done_da="Jeg har spurgt",
        done_en="I have asked",
    ),
)
WELCOME_BACK = Duty(
    rule="built-in/welcome-back",
    kind=FollowUpKind.WELCOME_BACK,
    owner_role=OwnerRole.LEADER,
    words=Words(
        act_da="Sig velkommen tilbage",
        act_en="Say welcome back",
        advice_da="En kort snak: Er der noget, I skal tage hensyn til?",
        advice_en="A short talk: is there anything to make allowance for?",
        done_da="Det har jeg gjort",
        done_en="I have done that",
    ),
)


class Deriver:
    """What is given where, made ready to be asked about many employees. `policies` holds the statutory one too."""

    def __init__(
        self, *, givens: Givens, policies: Mapping[str, Policy], causes: Iterable[Cause], calendar: Calendar
    ) -> None:
        known = list(causes)
        self._givens = givens
        self._calendar = calendar
        self._policies = policies
        self._causes = known
        self._engines: dict[frozenset[str], PolicyEngine] = {}
        rules = [rule for policy in policies.values() for rule in policy.rules]
        self._duties = {(rule.key, rule.valid_from): duty_of(rule) for rule in rules}
        self._sick = frozenset(cause.key for cause in known if cause.counts_as_sick)

    def derive(self, *, periods: Sequence[Period], stays: Sequence[Stay], through: date) -> list[Owed]:
        """What is owed by the periods that are not withdrawn, as known on the day `through`, earliest due first.

        Includes what lapses (`Owed.lapses`), for the sake of rows that stand. Nothing is owed without an
        employment, nor for an anchor before anything was given to the unit.
        """
        units = {stay.unit for stay in stays}
        since = min(filter(None, map(self._givens.first_day, units)), default=None)
        if since is None or not periods:
            return []
        owed = [
            *self._by_policies(periods, stays, through, since, units),
            *self._asks(periods, stays),
            *self._welcomes(periods, stays),
        ]
        return sorted(owed, key=_due_then_key)

    def _by_policies(
        self, periods: Sequence[Period], stays: Sequence[Stay], through: date, since: date, units: set[int]
    ) -> Iterator[Owed]:
        possible = frozenset({STATUTORY}.union(*map(self._givens.given_ever, units)) & self._policies.keys())
        firings = self._engine_of(possible).firings(periods, through, open_runs_on=True, since=since, unreached=True)
        for firing in firings:
            owed = self._owed(firing)
            if (owed.is_reached or owed.lapses) and self._is_given(firing, stays):
                yield owed

    def _engine_of(self, policies: frozenset[str]) -> PolicyEngine:
        """One engine for the rules of several policies, so that what they share is counted once."""
        engine = self._engines.get(policies)
        if engine is None:
            rules = [rule for key in sorted(policies) for rule in self._policies[key].rules]
            engine = self._engines[policies] = PolicyEngine(rules, self._causes, self._calendar)
        return engine

    def _is_given(self, firing: Firing, stays: Sequence[Stay]) -> bool:
        unit = unit_on(stays, firing.asked_on)
        if unit is None or not self._has_begun(unit, firing.anchor):
            return False
        policy = firing.rule.policy
        return policy == STATUTORY or policy in self._givens.given_on(unit, firing.anchor)

    def _has_begun(self, unit: int, anchor: date) -> bool:
        since = self._givens.first_day(unit)
        return since is not None and since <= anchor

    def _owed(self, firing: Firing) -> Owed:
        return Owed(
            duty=self._duties[firing.rule.key, firing.rule.valid_from],
            anchor=firing.anchor,
            due_on=firing.due_on,
            legal_last_day=firing.legal_last_day,
            spell_from=firing.spell_from,
            spell_last=firing.spell_last,
        )

    def _asks(self, periods: Sequence[Period], stays: Sequence[Stay]) -> Iterator[Owed]:
        """On the last working day before the expected return, for sickness that is open. Anchor: the return."""
        for period in periods:
            back = period.expected_return
            if back is None or period.last_day is not None or period.cause not in self._sick:
                continue
            if back <= period.first_day:
                continue
            due_on = move(back - timedelta(days=1), Weekend.PREVIOUS, self._calendar)
            if due_on >= period.first_day and self._is_employed_and_begun(stays, back):
                yield Owed(ASK_RETURN, back, due_on, None, self._spell_from(periods, period.first_day), None)

    def _welcomes(self, periods: Sequence[Period], stays: Sequence[Stay]) -> Iterator[Owed]:
        """On the first working day after the first day back, from three days of sickness on. Anchor: that day."""
        for first, last in self._sick_spells(periods):
            if last is None or (last - first).days + 1 < WELCOME_BACK_FROM_DAYS or last > LAST_RETURN:
                continue
            back = last + timedelta(days=1)
            if self._is_employed_and_begun(stays, back):
                due_on = move(back + timedelta(days=1), Weekend.NEXT, self._calendar)
                yield Owed(WELCOME_BACK, back, due_on, None, first, last)

    def _is_employed_and_begun(self, stays: Sequence[Stay], day: date) -> bool:
        """Somebody who has left is neither asked nor welcomed."""
        employed = any(stay.runs_on(day) for stay in stays)
        unit = unit_on(stays, day)
        return employed and unit is not None and self._has_begun(unit, day)

    def _sick_spells(self, periods: Sequence[Period]) -> Iterator[tuple[date, date | None]]:
        for first, last in spells_of(absences_of(periods), self._sick, 0).spells:
            yield date.fromordinal(first), None if last == OPEN else date.fromordinal(last)

    def _spell_from(self, periods: Sequence[Period], day: date) -> date:
        """The first day of the spell that a sick day lies in."""
        return next(first for first, last in self._sick_spells(periods) if last is None or day <= last)


def duty_of(rule: Rule) -> Duty:
    """What the rule asks for, in the words of the rows."""
    return Duty(
        rule=rule.key,
        kind=rule.creates,
        owner_role=rule.owner_role,
        step=rule.threshold if rule.kind is Kind.ELAPSED else None,
        mandatory=rule.mandatory,
        opens_case=rule.opens_case,
        legal_ref=rule.legal_ref,
        words=Words(rule.act_da, rule.act_en, rule.advice_da, rule.advice_en, rule.done_da, rule.done_en),
    )


def _due_then_key(owed: Owed) -> tuple[date, str, date]:
    return owed.due_on, owed.duty.rule, owed.anchor
