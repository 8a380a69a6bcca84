"""The register of initiatives of the demo: what the municipality has set going, and how far each has come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from demo.cast import STORY_UNITS
from demo.flows.story import HENRIK
from insight.initiatives.flows import Written, add_initiative, assess_initiative, end_initiative
from insight.rules.months import months_before
from people.access import viewer_for
from people.models import Unit, User
from people.viewer import Viewer
from retention.rules.saying import opened_with

EVERYWHERE: Final = ""
HR: Final = "HR"


@dataclass(frozen=True, slots=True)
class Effort:
    """An initiative that began so many months ago.

    `where` is an area and how many of its institutions, none for all of it. `degrees` are how many days ago, number
    and words of each assessment, the oldest first; `next_in` is in how many days it is followed up.
    """

    title: str
    purpose: str
    months: int
    where: tuple[str, int]
    next_step: str
    responsible: str
    next_in: int
    degrees: tuple[tuple[int, int | None, str], ...] = ()
    goal: str = ""
    efforts: str = ""
    baseline: str = ""
    resources: str = ""
    amount: int | None = None
    reports_to: str = ""
    job_group: str = ""
    ended: int = 0
    outcome: str = ""


STARTED: Final = (
    Effort(
        title="Trivselsteam",
        purpose="Et hold, der kommer ud til de arbejdspladser, hvor fraværet er højt, og hjælper lederen i gang.",
        goal="Et procentpoint lavere fravær efter to år, og færre køb af akut hjælp udefra.",
        efforts="Besøg hos ledere og grupper, korte forløb om samarbejde, og sparring hver anden uge.",
        baseline="Fravær og trivselsmåling fra året før",
        resources="To konsulenter i to år",
        amount=3_600_000,
        months=14,
        where=("Hjemmeplejen", 0),
        next_step="Vælg de næste to distrikter sammen med områdelederen",
        responsible="Velfærdssekretariatet",
        reports_to="Velfærdsdirektøren",
        next_in=-6,
        degrees=((300, 40, "To distrikter"), (96, 80, "80 % muligt, 60 % anvendelse")),
    ),
    Effort(
        title="Trivselskonsulent",
        purpose="Kurser, oplæg og workshops, som arbejdspladserne selv kan bestille.",
        goal="Alle skoler har haft mindst ét forløb inden for et år.",
        efforts="Et katalog med seks forløb. Konsulenten tilpasser dem sammen med TRIO.",
        resources="En halv stilling",
        months=8,
        where=("Skoler", 2),
        next_step="Evaluér forårets forløb",
        responsible="HR og Personale",
        reports_to="HR-chefen",
        next_in=3,
        degrees=((30, None, "Periodevis"),),
    ),
    Effort(
        title="Sygefraværsrådgiver og 1-5-14",
        purpose="Lederne skal have én at ringe til, og alle skal følge den samme model.",
        goal="Samtalerne på dag 1, 5 og 14 holdes til tiden i hele kommunen.",
        efforts="Rådgivning om regler, gennemgang af tal med lederne, og hjælp, når fraværet bliver langt.",
        baseline="Fravær året før",
        resources="En stilling",
        amount=650_000,
        months=13,
        where=(EVERYWHERE, 0),
        next_step="Gennemgå tallene på ledermødet",
        responsible=HR,
        reports_to="Direktionen",
        next_in=40,
        degrees=((200, 60, ""), (20, 95, "")),
    ),
    Effort(
        title="Lederspænd",
        purpose="Ledere med mange medarbejdere har svært ved at nå samtalerne.",
        goal="Ingen leder har mere end 50 medarbejdere.",
        efforts="Kortlægning af ledelsesspænd, borgersager og støttefunktioner.",
        baseline="Antal medarbejdere pr. leder ved årets begyndelse",
        months=3,
        where=("Plejecentre", 0),
        next_step="Kortet er færdigt til næste møde i chefgruppen",
        responsible="Chefgruppen",
        reports_to="Direktionen",
        next_in=75,
        degrees=((12, None, "Ingen HR vurdering"),),
    ),
    Effort(
        title="Fleksibel vagtplan",
        purpose="Medarbejderne ønsker selv vagter, så arbejdet passer bedre til livet derhjemme.",
        goal="Fra 7 til 5 procent fravær.",
        efforts="Ønskeplan seks uger frem. Gruppen lægger planen færdig sammen.",
        baseline="Cirka 7 %",
        months=11,
        where=("Plejecentre", 2),
        next_step="Spørg to plejecentre mere, om de vil være med",
        responsible="Centercheferne",
        reports_to="MED-udvalget",
        job_group="SOSU-hjælpere og SOSU-assistenter",
        next_in=100,
        degrees=((150, None, "Et plejecenter"), (45, 50, "To plejecentre")),
    ),
    Effort(
        title="Hygiejneindsats",
        purpose="Færre smitter hinanden, både børn og voksne.",
        goal="En tredjedel færre sygedage blandt børnene, og færre blandt de voksne.",
        efforts="Håndvask på faste tider, rengøring af legetøj og mere tid ude.",
        months=9,
        where=("Børnehuse", 3),
        next_step="Gentag ugen med håndvask, før vinteren kommer",
        responsible="Pædagogisk konsulent",
        reports_to="Dagtilbudschefen",
        next_in=60,
        degrees=((60, None, "?"), (15, None, "Periodevis")),
    ),
    Effort(
        title="Gravid-APV",
        purpose="Gravide skal kunne arbejde trygt, så længe de kan.",
        efforts="Et skema til den første samtale, og en liste med opgaver, der kan byttes.",
        months=10,
        where=(EVERYWHERE, 0),
        next_step="Mind nye ledere om skemaet",
        responsible=HR,
        reports_to="Hoved-MED",
        next_in=130,
        degrees=((80, 80, "100 % muligt 80% anvendelse"),),
    ),
    Effort(
        title="Mere tid til nærvær",
        purpose="Måltal for fraværet og en handlingsplan på hver arbejdsplads.",
        goal="Hver enhed når sit måltal.",
        efforts="Direktionen ser tallene hvert kvartal. HR mødes med de enheder, der ligger højt.",
        months=30,
        where=("Plejecentre", 4),
        next_step="",
        responsible=HR,
        reports_to="Direktionen",
        next_in=0,
        degrees=((700, 70, ""), (400, 100, "")),
        ended=380,
        outcome="Handlingsplanerne blev lavet. De fleste enheder nåede deres måltal, og kvartalsmøderne fortsætter.",
    ),
    Effort(
        title="Robusthedskurser",
        purpose="Medarbejderne lærer at passe på sig selv, når der er travlt.",
        efforts="To dage, hold på 15.",
        resources="Betalt af en pulje",
        months=20,
        where=("Skoler", 3),
        next_step="",
        responsible="HR og Personale",
        next_in=0,
        degrees=((200, None, "< 5%"),),
        ended=160,
        outcome="Få kom af sted. Kurserne er holdt op, og pengene er brugt på trivselskonsulenten.",
    ),
)


def tell_initiatives(*, by: Viewer) -> None:
    """HR has written down all of it since Tilbage was taken into use, what had begun before that too."""
    henrik = viewer_for(User.objects.get(username=HENRIK), by.now)
    for one in STARTED:
        units = _units(one.where)
        if units:
            _tell(one, units, henrik)


def _tell(one: Effort, units: tuple[int, ...], by: Viewer) -> None:
    today = by.today
    days = [today - timedelta(days=ago) for ago, *_rest in one.degrees]
    after = None if one.ended else today + timedelta(days=one.next_in)
    row = add_initiative(written=_written(one, units, days[0], by), by=by)
    if one.ended:
        opened = opened_with({"last_day": None, "outcome": ""})
        last_day = today - timedelta(days=one.ended)
        end_initiative(initiative=row, last_day=last_day, outcome=one.outcome, opened=opened, by=by)
    for (_ago, percent, words), day, again in zip(one.degrees, days, [*days[1:], after], strict=True):
        assess_initiative(
            initiative=row,
            percent=percent,
            words=words,
            assessor=HR,
            assessed_on=day,
            next_step=one.next_step,
            follow_up_on=again,
            opened=opened_with({"next_step": one.next_step, "follow_up_on": day}),
            by=by,
        )


def _written(one: Effort, units: tuple[int, ...], follow_up_on: date, by: Viewer) -> Written:
    return Written(
        title=one.title,
        purpose=one.purpose,
        goal=one.goal,
        efforts=one.efforts,
        baseline=one.baseline,
        resources=one.resources,
        amount=one.amount,
        next_step=one.next_step,
        responsible_id=by.actor_id if one.responsible == HR else None,
        responsible_words=one.responsible,
        reports_to=one.reports_to,
        follow_up_on=follow_up_on,
        first_day=months_before(by.today, one.months),
        last_day=None,
        job_group=one.job_group,
        units=units,
    )


def _units(where: tuple[str, int]) -> tuple[int, ...]:
    """The whole municipality, an area, or the first of its institutions that no story is told of."""
    area, number = where
    if area == EVERYWHERE:
        return (Unit.objects.get(parent=None).pk,)
    if not number:
        return tuple(Unit.objects.filter(name=area).values_list("pk", flat=True))
    told = [unit.name for unit in STORY_UNITS]
    inside = Unit.objects.filter(parent__name=area).exclude(name__in=told).order_by("code")
    return tuple(inside.values_list("pk", flat=True)[:number])
