"""The guard: what it must stop, and what it must leave alone."""

import pytest

from cases.guard import FlagKind, check_note, flags_in, tidy
from people.rules import RuleViolation

CPR, DIAGNOSIS, MEDICINE, SYMPTOM, BENEFIT = FlagKind

FLAGGED = [
    ("F32.1", ["F32.1"]),
    ("Attest med DF321 og DM54.5.", ["DF321", "DM54.5"]),
    ("Hun har fået konstateret brystkræft.", ["brystkræft"]),
    ("Kræften er kommet igen.", ["Kræften"]),
    ("Sygemeldt med stress siden sommer.", ["stress"]),
    ("Lægen siger depression og angst.", ["depression", "angst"]),
    ("Diagnosen kom i går.", ["Diagnosen"]),
    ("Mistanke om en prolaps i lænden.", ["prolaps"]),
    ("Han har diabetes type 2.", ["diabetes"]),
    ("Migræneanfald tre dage om ugen", ["Migræneanfald"]),
    ("Hun har ondt i ryggen igen.", ["ondt i"]),
    ("Feber og hoste, kommer onsdag.", ["Feber", "hoste"]),
    ("INFLUENZA", ["INFLUENZA"]),
    ("Covid-19, venter på test", ["Covid-19"]),
    ("Lungebetændelsen er ikke væk.", ["Lungebetændelsen"]),
    ("Skal opereres i knæet på torsdag.", ["opereres"]),
    ("MR-scanningen er den 4.", ["MR-scanningen"]),
    ("Indlagt siden fredag.", ["Indlagt"]),
    ("Venter på tid hos psykolog.", ["psykolog"]),
    ("Går hos psykiateren hver uge.", ["psykiateren"]),
    ("Er begyndt på antidepressiv medicin.", ["antidepressiv", "medicin"]),
    ("Tager Panodiler og Ipren.", ["Panodiler", "Ipren"]),
    ("Trappes ud af sertralin.", ["sertralin"]),
    ("Er i kemo hver anden uge.", ["kemo"]),
    ("Hovedpine og svimmelhed efter faldet: hjernerystelse.", ["Hovedpine", "svimmelhed", "hjernerystelse"]),
    ("Hun har ADHD.", ["ADHD"]),
    ("Han har KOL.", ["KOL"]),
    ("HIV-positiv", ["HIV-positiv"]),
    ("Brækket ben.", ["Brækket"]),
    ("Forstuvede foden i fredags.", ["Forstuvede"]),
    ("Leddegigten driller.", ["Leddegigten"]),
    ("Blodtrykket er for højt.", ["Blodtrykket"]),
    ("Spontan abort i uge 9.", ["Spontan abort"]),
    ("Var psykisk syg i foråret.", ["psykisk syg"]),
    ("Et nervesammenbrud.", ["nervesammenbrud"]),
    ("Sover dårligt om natten.", ["Sover dårligt"]),
    ("Lavt stofskifte.", ["Lavt stofskifte"]),
    ("Kaster op og har diarré.", ["Kaster op", "diarré"]),
    ("Stress-\u00adsygemeldt", ["Stress-sygemeldt"]),
    ("Letter sat sammen: mavesa\u030ar", ["mavesår"]),
    ("Rygsmerter", ["Rygsmerter"]),
    ("Alkoholmisbrug.", ["Alkoholmisbrug"]),
    (
        "\uff24\uff25\uff30\uff32\uff25\uff33\uff33\uff29\uff2f\uff2e",
        ["\uff24\uff25\uff30\uff32\uff25\uff33\uff33\uff29\uff2f\uff2e"],
    ),
]

LEFT_ALONE = [
    "Lokale B12 ligger i stuen, og vagt D4 bytter med F32.",
    "Opgave A12.345 og H48 er planlagt.",
    "Vi talte sammen i ti minutter. Hun regner med at komme onsdag.",
    "Kan møde fire timer om dagen fra mandag.",
    "Kan ikke løfte over 10 kg; tager telefonvagten i stedet.",
    "Bekræft venligst aftalen inden fredag.",
    "Kræfterne skal bruges på de faste opgaver.",
    "For eksempel de tre første timer.",
    "Uafhængigt af det holder vi møde.",
    "Vigtigt: nøglen ligger hos Bente.",
    "Vi diskuterede opgaverne, og diskussionen var god.",
    "Hiv fat i mig, hvis noget ændrer sig.",
    "Han kommer igen, når kollegaen er rask.",
    "Lægeerklæring modtaget; mulighedserklæring aftalt.",
    "Arbejdsskade, anmeldt den 3.",
    "Hun er gravid og holder fri fra uge 12.",
    "§ 56-aftalen løber til august.",
    "Er stadig på demensafdelingen, men uden aftenvagter.",
    "Hun hjælper i Kræftens Bekæmpelses butik om lørdagen.",
    "Genoptræningscenteret har lånt os et bord.",
    "Psykologisk tryghed er på dagsordenen.",
    "Arbejdsmedicinsk Klinik har svaret.",
    "Rejsefeber før ferien, ellers intet nyt.",
    "Brok fra ingen; brud på aftalen har der ikke været.",
    "Kolonnen i arket er udfyldt, og vi kan addere timerne.",
    "Terminalen i receptionen virker igen.",
    "Ring på 20 12 34 56 efter kl. 10.",
    "Ring på 20123456.",
    "Sag 2026-001234 er lukket.",
    "Mødet er 23.11.26 kl. 1030 i lokale 2.",
    "Mødet er 23.11.26 - 1030 i lokale 2.",
    "Vi ses 23-11-26 1400.",
    "Regningen på 1.234.567.890 kr. er betalt.",
    "EAN 5798001234567.",
    "320180-1234 er et varenummer.",
    "Uge 47: 12, 14 og 9 timer.",
    "Ønsker at begynde blidt med kopiering og arkiv.",
    "",
]

CPR_NUMBERS = [
    "010180-1234",
    "0101801234",
    "010180 1234",
    "010180–1234",
    "010180 - 1234",
    "010180\u00a01234",
    "610180-1234",  # a replacement number: day + 60
    "290224-1234",
    "311299-0000",  # fails modulus 11, and is valid
    "010180  1234",
    "010180/1234",
    "010180.1234",
    "010180_1234",
    "010180\u22121234",  # a minus sign
    "01.01.80-1234",
    "01 01 80-1234",
    "01-01-80-1234",
    "01/01/80-1234",
    "\uff10\uff11\uff10\uff11\uff18\uff10-\uff11\uff12\uff13\uff14",  # full-width digits
    "\u0660\u0661\u0660\u0661\u0668\u0660-1234",  # Arabic-Indic digits
]


@pytest.mark.parametrize(("text", "words"), FLAGGED, ids=[text[:30] for text, _ in FLAGGED])
def test_what_tells_of_health_is_flagged(text: str, words: list[str]) -> None:
    assert [flag.words for flag in flags_in(text)] == words


@pytest.mark.parametrize("text", LEFT_ALONE, ids=[text[:30] or "empty" for text in LEFT_ALONE])
def test_what_belongs_in_a_note_is_left_alone(text: str) -> None:
    assert flags_in(text) == []


@pytest.mark.parametrize("number", CPR_NUMBERS)
def test_a_cpr_number_is_flagged_in_any_shape(number: str) -> None:
    (flag,) = flags_in(f"Nummer {number}.")
    assert (flag.kind, flag.words) == (CPR, number)


@pytest.mark.parametrize("number", ["300225-1234", "321280-1234", "011380-1234", "000180-1234", "990180-1234"])
def test_a_number_that_is_no_day_is_no_cpr_number(number: str) -> None:
    assert flags_in(number) == []


def test_positions_point_into_the_tidy_text() -> None:
    text = tidy("  Han har mi\u00adgræne, og ringer fra 010180-1234 ")
    assert [text[flag.start : flag.end] for flag in flags_in(text)] == ["migræne", "010180-1234"]


def test_kinds_are_told_apart() -> None:
    text = "Angst, sovepiller, feber og 010180-1234"
    assert [flag.kind for flag in flags_in(text)] == [DIAGNOSIS, MEDICINE, SYMPTOM, CPR]


def test_a_flagged_note_needs_a_reason() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_note("Hun har stress")
    assert refusal.value.code == "health_in_note"
    check_note("Stressen går på hendes kursus", "Det er kursets navn")


def test_no_reason_lets_a_cpr_number_through() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_note("010180-1234", "Det er et varenummer")
    assert refusal.value.code == "cpr_in_note"


@pytest.mark.parametrize(
    ("override", "code"),
    [("Hun har bedt om det: 010180-1234", "cpr_in_override"), ("Det er jo kun angst", "health_in_override")],
)
def test_the_reason_is_guarded_itself(override: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_note("Hun har stress", override)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sygedagpengesagen kører stadig", "Sygedagpengesagen"),
        ("Hun venter på ydelsessagen", "ydelsessagen"),
        ("Der kommer revurdering i uge 22", "revurdering"),
        ("Har fået ressourceforløb bevilget", "ressourceforløb bevilget"),
        ("Er bevilget jobafklaringsforløb", "bevilget jobafklaringsforløb"),
        ("Skal for rehabiliteringsteamet", "rehabiliteringsteamet"),
        ("Der er ophør af sygedagpenge i maj", "ophør af sygedagpenge"),
        ("Kommunens lægekonsulent skal se på det", "Kommunens lægekonsulent"),
    ],
)
def test_the_municipalitys_benefit_case_is_flagged_and_no_reason_keeps_it(text, words):
    assert [(flag.kind, flag.words) for flag in flags_in(text)] == [(BENEFIT, words)]
    for override in ("", "Det er aftalt"):
        with pytest.raises(RuleViolation, match="benefit_in_note"):
            check_note(text, override)
    with pytest.raises(RuleViolation, match="benefit_in_override"):
        check_note("Aftalt at ringe", text)


@pytest.mark.parametrize(
    "text", ["Vi søger refusion", "Talte om Fast track", "Ny vurdering af planen om 14 dage", "Får løn under sygdom"]
)
def test_what_the_workplace_does_itself_is_not_the_benefit_case(text):
    assert flags_in(text) == []
