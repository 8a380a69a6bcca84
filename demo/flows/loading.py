"""The municipality: invented, imported, granted, and given its policies."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from absence import queries
from absence.flows import evaluate_policies, give_policy, import_absence
from absence.models import Policy
from cases.flows import settle_cases
from cases.notices.flows import beat, check_duties
from demo.cast import CARE_HOME, LONGEST_STORY, Part, cast, stands_on
from demo.flows import fasttrack
from demo.flows.access import give_access
from demo.flows.caseload import work_the_caseload
from demo.flows.courses import tell_courses, tell_of_a_cluster
from demo.flows.initiatives import tell_initiatives
from demo.flows.meetings import tell_meetings
from demo.flows.partners import tell_partners
from demo.flows.story import Story, finish
from demo.flows.targets import set_the_targets
from demo.flows.weeks import Say, Weeks
from demo.flows.year import begins_on, tell_the_year
from demo.generator import Municipality, write_extracts
from demo.playing import Habits, Payroll
from insight.packs.flows import freeze_packs
from insight.rollup.flows import refresh_figures
from people.access import system
from people.calendar import COPENHAGEN
from people.flows.grants import grant_capacity
from people.models import Employee, Leadership, Unit, User
from people.rules import CapacityKind
from people.viewer import Viewer
from retention.caseload.flows import expire_referrals
from retention.fasttrack.flows import settle_fast_tracks
from roundtable.outside.flows import forget_unconfirmed
from roundtable.plans.flows import watch_plans
from roundtable.request.flows import close_stale_meetings, watch_clocks

# Early enough to lie behind whoever loads the demo.
BEFORE_WORK = time(0, 5)
# Everywhere the one, first tried where the story is; the home care districts and the schools have others.
POLICY = "1-5-14"
OTHER_POLICIES = (("Hjemmeplejen", "3in90-or-7"), ("Skoler", "2-6-14"))
CAPACITIES = {
    Part.HR: CapacityKind.HR,
    Part.CONSULTANT: CapacityKind.CONSULTANT,
    Part.ADMINISTRATOR: CapacityKind.ADMINISTRATOR,
}
# The leader of this area gets the list of those who were away for more than 29 days in a year, besides.
LISTED = ("Plejecentre", (POLICY, "gt29"))
# So many months and quarters of lists and packs there are besides the newest.
PACKS_BACK = 3
# One leader in so many has not taken up the invitation yet.
NOT_YET = 12


@transaction.atomic
def load_demo(*, folder: Path, people: int, weeks: int, seed: int, by: Viewer, say: Say) -> None:
    """Invents a municipality that ends today, imports it, and plays its last weeks up to this morning.

    One care home has tried Tilbage for longer than the rest: the story of the demo takes place there. `folder` holds
    the extracts afterwards, for whoever wants to import them again. All or nothing: a load that is interrupted is begun
    anew by the next start.
    """
    tells_from, begins = by.today - LONGEST_STORY, by.today - timedelta(weeks=weeks)
    say(f"Digter en kommune med {people} medarbejdere")
    write_extracts(folder, Municipality(people=people, seed=seed, until=by.today, name=settings.MUNICIPALITY_NAME))
    say("Indlæser organisation og medarbejdere")
    call_command("import_people", str(folder), as_of=tells_from, verbosity=0)
    with connection.cursor() as cursor:
        # PostgreSQL counts rows by itself only after the transaction; until then it would take the tables for empty.
        cursor.execute("ANALYZE")
    _open_accounts(by.today)
    _grant(by=_system(tells_from))
    payroll = Payroll.read(folder / "fravaer.csv")
    story = _story(payroll, tells_from)
    say("Indlæser fraværet til og med ugerne før")
    import_absence(
        path=story.write(folder / "fravaer-foer.csv", story.until(tells_from)),
        by=_system(tells_from),
    )
    give_policy(unit=_unit(CARE_HOME.name), policy=_policy(POLICY), first_day=tells_from, by=_system(tells_from))
    habits = Habits(seed, _punctual())
    until = stands_on(by.today)
    played = Weeks(folder=folder, payroll=story, habits=habits, story=Story(until), until=until, say=say)
    played.play(tells_from, begins, aloud=False)
    import_absence(
        path=payroll.write(folder / "fravaer-foer.csv", payroll.until(begins)),
        by=_system(begins),
    )
    _give_everywhere(by=_system(begins_on(by.today)))
    say("Fortæller, hvad der er gjort det sidste år")
    tell_the_year(until=begins, seed=seed, by=_system(begins))
    tell_courses(until=begins, by=by)
    evaluate_policies(by=_system(begins))
    played.payroll = payroll
    played.play(begins, by.today, aloud=True)
    finish(by=by)
    tell_of_a_cluster(seed=seed, by=by)
    work_the_caseload(by=by)
    tell_meetings(by=by)
    tell_partners(by=by)
    tell_initiatives(by=by)
    fasttrack.play(by=by)
    set_the_targets(by=by)
    give_access(by=by)
    _work_the_night(by=by)


def _work_the_night(*, by: Viewer) -> None:
    """What runs by itself every night, so that the page of operations tells of a municipality that is up."""
    evaluate_policies(by=by)
    beat(job="evaluate_policies", by=by)
    settle_cases(last_sick_days=queries.last_sick_days(by.today), by=by)
    beat(job="settle_cases", by=by)
    expire_referrals(by=by)
    beat(job="expire_referrals", by=by)
    settle_fast_tracks(by=by)
    beat(job="settle_fast_tracks", by=by)
    watch_clocks(by=by)
    beat(job="watch_clocks", by=by)
    close_stale_meetings(by=by)
    beat(job="close_stale_meetings", by=by)
    forget_unconfirmed(by=by)
    beat(job="forget_unconfirmed", by=by)
    watch_plans(by=by)
    beat(job="watch_plans", by=by)
    refresh_figures(by=by)
    beat(job="refresh_figures", by=by)
    # Who leads what is not known from before the import.
    freeze_packs(by=system(by.now), back=PACKS_BACK)
    beat(job="freeze_packs", by=by)
    check_duties(by=by)


def _system(day: date) -> Viewer:
    return system(datetime.combine(day, BEFORE_WORK, tzinfo=COPENHAGEN))


def _unit(name: str) -> Unit:
    return Unit.objects.get(name=name)


def _policy(key: str) -> Policy:
    return Policy.objects.get(key=key)


def _story(payroll: Payroll, day: date) -> Payroll:
    """Payroll's rows about those who sit in the care home."""
    here = Employee.objects.with_place(day).filter(employments__unit__name=CARE_HOME.name)
    return payroll.only(frozenset(here.values_list("number", flat=True)))


def _punctual() -> list[int]:
    return list(Leadership.objects.filter(unit__name=CARE_HOME.name).values_list("user", flat=True))


def _open_accounts(today: date) -> None:
    """The accounts of the cast and of most leaders. Nobody has a password: the demo's front page lets one in."""
    everybody = cast(today)
    known = [character.user_name for character in everybody if character.may_log_in or character.part in CAPACITIES]
    opened = set(User.objects.filter(username__in=known).values_list("pk", flat=True))
    leaders = Leadership.objects.order_by("user").values_list("user", flat=True).distinct()
    opened |= {leader for place, leader in enumerate(leaders) if place % NOT_YET}
    User.objects.filter(pk__in=opened).update(is_active=True)


def _grant(*, by: Viewer) -> None:
    for character in cast(by.today):
        kind = CAPACITIES.get(character.part)
        if kind is not None:
            user = User.objects.get(username=character.user_name)
            grant_capacity(user=user, kind=kind, first_day=by.today, last_day=None, by=by)


def _give_everywhere(*, by: Viewer) -> None:
    give_policy(unit=Unit.objects.get(parent=None), policy=_policy(POLICY), first_day=by.today, by=by)
    for name, key in OTHER_POLICIES:
        for unit in Unit.objects.filter(name=name):
            give_policy(unit=unit, policy=_policy(key), first_day=by.today, by=by)
    name, keys = LISTED
    for key in keys:
        give_policy(unit=_unit(name), policy=_policy(key), first_day=by.today, by=by)
