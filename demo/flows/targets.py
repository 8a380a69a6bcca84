"""What the demo's municipality aims at, last year and this, and what two of its workplaces do about it."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from demo.cast import CARE_HOME
from demo.flows.story import BIRGIT, HENRIK
from insight.rules.targets import Change
from insight.targets.flows import add_plan_action, set_targets, settle_plan_action
from people.access import viewer_for
from people.models import Unit, User
from people.viewer import Viewer

# The municipality's target, by how many years ago; and those of units that have another, by name.
WHOLE: Final = {-1: "5.3", 0: "5.0"}
OWN: Final = {
    "Velfærd og Sundhed": "5.6",
    "Plejecentre": "5.8",
    "Hjemmeplejen": "5.8",
    "Teknik og Miljø": "4.2",
    "Stabe": "3.5",
}
# What, who, days from today until it is due, whether it has been done.
AT_THE_CARE_HOME: Final = (
    ("Faste vagter i weekenden, lagt tre måneder frem", "Birgit Lund", 18, False),
    ("Håndhygiejne på personalemødet hver måned", "Hygiejnenøglepersonen", -4, False),
    ("Lifte i alle boliger gennemgået med arbejdsmiljøgruppen", "Arbejdsmiljøgruppen", -20, True),
)
AT_HOME_CARE: Final = (
    ("Ruterne lagt om, så pauser kan holdes", "Distriktslederne", 32, False),
    ("Opfølgning på dag 5 drøftet på ledermødet", "Henrik fra HR", -10, True),
)


def set_the_targets(*, by: Viewer) -> None:
    """The municipality's targets of two years, and two plans of which something is overdue and something done."""
    henrik = viewer_for(User.objects.get(username=HENRIK), by.now)
    birgit = viewer_for(User.objects.get(username=BIRGIT), by.now)
    units = Unit.objects.values_list("pk", "name", "parent")
    for ago, whole in WHOLE.items():
        year = by.today.year + ago
        aims = {unit: whole if parent is None else OWN.get(name) for unit, name, parent in units}
        changes = {unit: Change(None, Decimal(aim)) for unit, aim in aims.items() if aim}
        set_targets(year=year, changes=changes, by=henrik)
    _plan(Unit.objects.get(name=CARE_HOME.name), AT_THE_CARE_HOME, birgit)
    _plan(Unit.objects.get(name="Hjemmeplejen"), AT_HOME_CARE, henrik)


def _plan(unit: Unit, lines: tuple[tuple[str, str, int, bool], ...], by: Viewer) -> None:
    for what, who, due, done in lines:
        action = add_plan_action(
            unit=unit,
            year=by.today.year,
            what=what,
            who=who,
            due_on=by.today + timedelta(days=due),
            note_override="",
            by=by,
        )
        if done:
            settle_plan_action(action=action, done=True, by=by)
