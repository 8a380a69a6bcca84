"""The people whom the demo tells about: who they are, where they sit, and how long they have been away.

Every date is told from the day on which the demo is seen, so that the same picture always stands on the pages.
Nobody of them exists; the phone numbers cannot be called.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from people.calendar import DEFAULT_CALENDAR


class Part(StrEnum):
    """What a character may do in Tilbage, beyond what follows from sitting in a unit."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    HR = "hr"
    CONSULTANT = "consultant"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class StoryUnit:
    """A unit that the story needs, with room for those who are not named."""

    name: str
    area: str
    people: int
    """Its leader included."""
    quiet: bool = False
    """Only the named are away, or have been lately."""


@dataclass(frozen=True, slots=True)
class Away:
    """A period in payroll's extract; open without a last day."""

    first: date
    last: date | None
    code: str = "790"
    percent: int = 100


@dataclass(frozen=True, slots=True)
class Character:
    """One person of the story."""

    user_name: str
    first_names: str
    last_names: str
    unit: str
    title: str
    job: str
    """Key of the generator's job group, or empty for a leader."""
    part: Part = Part.EMPLOYEE
    may_log_in: bool = False
    phone: str = ""
    weekly_hours: int = 37
    away: tuple[Away, ...] = ()


CARE_HOME = StoryUnit("Plejecenter Solgården", "Plejecentre", people=25, quiet=True)
HOME_CARE = StoryUnit("Hjemmeplejen distrikt Toften", "Hjemmeplejen", people=4)
RETENTION = StoryUnit("Fastholdelsesteamet", "Arbejdsmarked", people=4, quiet=True)
HR = StoryUnit("HR og Personale", "HR", people=4, quiet=True)
STORY_UNITS = (CARE_HOME, HOME_CARE, RETENTION, HR)


LONGEST_STORY = timedelta(weeks=14)
"""So long ago the story begins."""


def stands_on(today: date) -> date:
    """The working day that the story tells of: today, or the last one before, so that it never falls on a free day."""
    return DEFAULT_CALENDAR.previous_working_day(today)


def cast(today: date) -> tuple[Character, ...]:
    """Everybody with a name, as things stand on the working day that the story tells of."""
    return (*_leaders(), *_carers(stands_on(today)), *_staff())


def _leaders() -> Iterator[Character]:
    for user_name, names, unit, title, phone in (
        ("maho1", ("Marianne", "Holt"), CARE_HOME.area, "Centerchef", "00 00 00 22"),
        ("bilu1", ("Birgit", "Lund"), CARE_HOME.name, "Afdelingsleder", "00 00 00 11"),
        ("dovi1", ("Dorthe", "Vinding"), HOME_CARE.name, "Afdelingsleder", "00 00 00 24"),
    ):
        yield Character(user_name, *names, unit, title, "", Part.LEADER, may_log_in=True, phone=phone)


def _carers(today: date) -> Iterator[Character]:
    def ago(first: int, last: int | None = None, code: str = "790", percent: int = 100) -> Away:
        """From so many days ago until so many days ago."""
        end = None if last is None else today - timedelta(days=last)
        return Away(today - timedelta(days=first), end, code, percent)

    def six_days_before(back: date) -> Away:
        return Away(back - timedelta(days=6), back - timedelta(days=1))

    lately = DEFAULT_CALENDAR.previous_working_day(today - timedelta(days=1))
    before_that = DEFAULT_CALENDAR.previous_working_day(lately - timedelta(days=1))
    march = date(today.year if today.month > 3 else today.year - 1, 3, 9)
    helper, assistant = "Social- og sundhedshjælper", "Social- og sundhedsassistent"

    failed_attempt = (ago(402, 400), ago(251, 246), ago(82, 50), ago(49, 29, "526", 60), ago(28))
    for user_name, names, title, phone, hours, away in (
        ("laho1", ("Lærke", "Holm"), assistant, "00 00 00 13", 32, failed_attempt),
        ("soda1", ("Søren Kjær", "Dam"), assistant, "00 00 00 14", 37, (ago(21, 12), ago(11, None, "526", 40))),
        ("moal1", ("Mohammed", "Ali Skov"), helper, "00 00 00 15", 37, (ago(190, 189), ago(13))),
        ("aaoe1", ("Åse", "Østergaard"), helper, "00 00 00 16", 30, (ago(4),)),
        ("idfr1", ("Ida", "Frost"), helper, "00 00 00 17", 28, (ago(14, 13),)),
        ("guha1", ("Gudrun", "Hald"), assistant, "00 00 00 18", 37, ()),
        ("kaag1", ("Kasper", "Agerskov"), helper, "00 00 00 19", 37, (Away(march, march + timedelta(days=1)),)),
        ("jobe1", ("Jonas", "Bech"), helper, "00 00 00 20", 37, (six_days_before(lately),)),
        ("vito1", ("Vibeke", "Toft"), assistant, "00 00 00 21", 30, (six_days_before(before_that),)),
        ("nael1", ("Nadia", "El-Amin"), helper, "00 00 00 30", 34, (ago(31),)),
    ):
        yield Character(
            *(user_name, *names, CARE_HOME.name, title, "sosu"),
            may_log_in=user_name == "laho1",
            phone=phone,
            weekly_hours=hours,
            away=away,
        )
    yield Character(
        *("towi1", "Torben", "Winther", HOME_CARE.name, helper, "sosu"),
        phone="00 00 00 23",
        away=(ago(118, 116), ago(39)),
    )


def _staff() -> Iterator[Character]:
    consultant, adviser, administrator = "Konsulent i fastholdelse", "HR-konsulent", "Systemadministrator"
    for user_name, names, unit, title, part, may_log_in, phone in (
        ("kara1", ("Karen", "Ravn"), RETENTION, consultant, Part.CONSULTANT, True, "00 00 00 12"),
        ("poba1", ("Poul", "Bang"), RETENTION, consultant, Part.CONSULTANT, False, "00 00 00 25"),
        ("samo1", ("Sanne", "Mørk"), RETENTION, consultant, Part.CONSULTANT, False, "00 00 00 26"),
        ("heaa1", ("Henrik", "Aagaard"), HR, adviser, Part.HR, True, "00 00 00 27"),
        ("bokr1", ("Bodil", "Kragh"), HR, adviser, Part.HR, False, "00 00 00 28"),
        ("adse1", ("Adam", "Severin"), HR, administrator, Part.ADMINISTRATOR, True, "00 00 00 29"),
    ):
        job = "socialraadgiver" if unit is RETENTION else "administration"
        yield Character(user_name, *names, unit.name, title, job, part, may_log_in=may_log_in, phone=phone)
