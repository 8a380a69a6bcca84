"""The minutes of Lærke Holm's round table, as a municipality would send them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from cases.minutes.content import (
    Agreement,
    Agreements,
    Correction,
    Fact,
    Facts,
    Item,
    Listing,
    MinutesContent,
    Paragraphs,
    Participant,
    Party,
    Plan,
    Stair,
    Standing,
    Step,
    Week,
)
from people.calendar import COPENHAGEN

STEPS = tuple(
    Step(number=number, name=name)
    for number, name in enumerate(
        (
            "Rask og i arbejde",
            "I arbejde, men bekymret for at blive syg",
            "I arbejde med særlige hensyn",
            "Delvist sygemeldt",
            "Sygemeldt, snart tilbage (under 8 uger)",
            "Sygemeldt, uvist hvor længe",
            "Kan ikke tilbage til samme job",
            "Varigt nedsat arbejdsevne",
            "Kan varigt ikke arbejde",
        ),
        start=1,
    )
)
HOURS = (8, 8, 12, 12, 12, 16, 20, 24, 28, 32)

STAIR = Stair(
    heading="Fælles billede",
    in_words="Lærke ser sig på trin 6. Birgit ser Lærke på trin 4. 2 trin imellem. I blev enige om trin 5.",
    steps=STEPS,
    standings=(
        Standing(name="Lærke Holm", party=Party.EMPLOYEE, step=6),
        Standing(name="Birgit Lund", party=Party.LEADER, step=4),
    ),
    agreed=5,
)
PLAN = Plan(
    heading="Lærkes plan for at komme tilbage",
    in_words="Otte timer i den første uge, fuld tid fra 1. februar.",
    full_hours=Decimal(32),
    weeks=tuple(
        Week(begins=date(2026, 11, 30) + timedelta(weeks=number), hours=Decimal(hours))
        for number, hours in enumerate(HOURS)
    ),
    evaluated_on=date(2026, 12, 22),
    lists=(
        Listing(
            heading="Det kan Lærke begynde med",
            items=(
                Item(text="Medicinskab og dokumentation"),
                Item(text="Gåture og samvær med beboere"),
                Item(text="Oplæring af elev, én dag om ugen"),
            ),
        ),
        Listing(
            heading="Det venter vi med",
            items=(
                Item(text="Forflytning uden makker, ses på igen 22. december"),
                Item(text="Aftenvagter, tidligst fra uge 1"),
            ),
        ),
        Listing(
            heading="Det ændrer vi",
            items=(
                Item(text="Møder kl. 9 i stedet for 7", note="Prøvet i oktober: hjalp"),
                Item(text="Fast makker i dagvagt", note="Nyt"),
            ),
        ),
    ),
)
AGREEMENTS = Agreements(
    heading="Hvem gør hvad hvornår",
    rows=(
        Agreement(
            who="Birgit Lund",
            party=Party.LEADER,
            what="Laver ny vagtplan til uge 49 og 50",
            when="torsdag 26. november 2026",
        ),
        Agreement(
            who="Karen Ravn",
            party=Party.CONSULTANT,
            what="Spørger kommunen om tilskud til hjælpemidler",
            when="tirsdag 1. december 2026",
        ),
        Agreement(
            who="Lærke Holm",
            party=Party.EMPLOYEE,
            what="Siger til Birgit hver fredag, hvordan ugen er gået",
            when="fredag 4. december 2026",
            note="Første gang, derefter hver uge",
        ),
    ),
)
LAERKE = MinutesContent(
    municipality="Nordstrand Kommune",
    title="Referat af rundbordsmøde",
    whose="Lærke Holm",
    whose_work="social- og sundhedshjælper, Plejecenter Solgården",
    starts_at=datetime(2026, 11, 24, 10, tzinfo=COPENHAGEN),
    ends_at=datetime(2026, 11, 24, 11, tzinfo=COPENHAGEN),
    place="Plejecenter Solgården, mødelokale 2",
    participants=(
        Participant(name="Lærke Holm", role="medarbejder", party=Party.EMPLOYEE),
        Participant(name="Birgit Lund", role="leder", party=Party.LEADER),
        Participant(name="Karen Ravn", role="fastholdelseskonsulent", party=Party.CONSULTANT),
        Participant(name="Mette Friis", role="tillidsrepræsentant, bisidder for Lærke", attended=False),
    ),
    sections=(
        STAIR,
        Paragraphs(
            paragraphs=(
                "Lærke kan godt se sig selv tilbage på Solgården inden for otte uger, hvis hun må begynde i det små. "
                "Birgit har brug for at vide ugen før, hvor mange timer hun kan regne med.",
            )
        ),
        Facts(
            heading="Fire spørgsmål om arbejdet",
            rows=(
                Fact(
                    label="De fysiske forhold", value="Lift på begge stuer. Ståbord ved medicinskabet fra 1. december."
                ),
                Fact(label="Opgaverne", value="Dokumentation og samvær først; tunge forflytninger altid med makker."),
                Fact(label="Andre funktioner", value="Oplæring af elev én dag om ugen."),
                Fact(label="Kollegerne", value="Birgit fortæller holdet om timerne, ikke om årsagen."),
            ),
        ),
        PLAN,
        AGREEMENTS,
        Paragraphs(heading="Næste møde", paragraphs=("Tirsdag 22. december 2026 kl. 10.00 samme sted.",)),
    ),
    made_by="Karen Ravn",
    made_at=datetime(2026, 11, 24, 11, 2, tzinfo=COPENHAGEN),
)
CORRECTED = replace(
    LAERKE,
    version=2,
    correction=Correction(
        made_at=datetime(2026, 11, 26, 9, 30, tzinfo=COPENHAGEN), reason="Mette Friis meldte afbud og var ikke med."
    ),
    made_at=datetime(2026, 11, 26, 9, 30, tzinfo=COPENHAGEN),
)
