"""What a municipality is made of: job groups, kinds of institutions, and names for both."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A job group as payroll knows it."""

    group: str
    titles: tuple[tuple[str, int], ...]
    """Title and weight."""
    level: float
    """Sick days a year and person, relative to the other groups (published figures of 2019)."""
    women: float
    full_time: float
    """Share with 37 hours a week."""
    shifts: bool = False
    """Works, and so falls ill, on weekends too."""
    accidents: float = 0.01
    """Share of periods that are work accidents."""


LEADERS = Job("Ledere", (("Afdelingsleder", 1),), 6.8, 0.68, 0.97)

JOBS: dict[str, Job] = {
    "sosu": Job(
        "SOSU",
        (("Social- og sundhedshjælper", 52), ("Social- og sundhedsassistent", 48)),
        16.3,
        0.92,
        0.38,
        shifts=True,
        accidents=0.03,
    ),
    "dagpleje": Job("Dagplejere", (("Dagplejer", 1),), 14.7, 0.98, 0.9, accidents=0.015),
    "socialpaedagog": Job(
        "Socialpædagoger",
        (("Socialpædagog", 70), ("Omsorgsmedhjælper", 30)),
        14.4,
        0.72,
        0.5,
        shifts=True,
        accidents=0.04,
    ),
    "paedagog": Job("Pædagogisk personale", (("Pædagog", 1),), 14.1, 0.86, 0.6, accidents=0.02),
    "medhjaelper": Job(
        "Pædagogmedhjælpere",
        (("Pædagogmedhjælper", 80), ("Pædagogisk assistent", 20)),
        13.7,
        0.78,
        0.55,
        accidents=0.02,
    ),
    "rengoering": Job(
        "Rengøring og køkken",
        (("Rengøringsassistent", 70), ("Køkkenassistent", 20), ("Ernæringsassistent", 10)),
        13.4,
        0.88,
        0.55,
        accidents=0.03,
    ),
    "socialraadgiver": Job("Socialrådgivere", (("Socialrådgiver", 1),), 11.1, 0.86, 0.85),
    "laerer": Job("Lærere", (("Lærer", 1),), 10.9, 0.68, 0.85, accidents=0.015),
    "sygeplejerske": Job("Sygeplejersker", (("Sygeplejerske", 1),), 10.9, 0.95, 0.5, shifts=True, accidents=0.02),
    "teknik": Job(
        "Teknisk service",
        (("Specialarbejder", 45), ("Gartner", 30), ("Teknisk servicemedarbejder", 25)),
        10.4,
        0.12,
        0.95,
        accidents=0.045,
    ),
    "terapeut": Job("Terapeuter", (("Fysioterapeut", 50), ("Ergoterapeut", 50)), 9.4, 0.88, 0.6),
    "administration": Job("Administration", (("Administrativ medarbejder", 85), ("Skolesekretær", 15)), 8.9, 0.8, 0.8),
    "akademiker": Job("Akademikere", (("Akademisk medarbejder", 1),), 6.2, 0.62, 0.9),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of institution, and the area that gathers such institutions."""

    department: str
    area: str
    pattern: str
    """Name of an institution; {} is its place."""
    share: float
    """Of the municipality's people."""
    jobs: tuple[tuple[str, int], ...]
    """Job and weight."""


CARE, CHILDREN, WORKS, CULTURE, STAFF = (
    "Velfærd og Sundhed",
    "Børn og Unge",
    "Teknik og Miljø",
    "Kultur og Arbejdsmarked",
    "Stabe",
)

KINDS: tuple[Kind, ...] = (
    Kind(
        CARE,
        "Plejecentre",
        "Plejecenter {}",
        0.155,
        (("sosu", 82), ("rengoering", 8), ("sygeplejerske", 5), ("terapeut", 2), ("administration", 3)),
    ),
    Kind(CARE, "Hjemmeplejen", "Hjemmeplejen distrikt {}", 0.1, (("sosu", 94), ("administration", 6))),
    Kind(CARE, "Sygeplejen", "Sygeplejen team {}", 0.045, (("sygeplejerske", 95), ("administration", 5))),
    Kind(CARE, "Genoptræningen", "Genoptræningen team {}", 0.018, (("terapeut", 92), ("administration", 8))),
    Kind(CARE, "Bosteder", "Bosted {}", 0.06, (("socialpaedagog", 78), ("sosu", 15), ("rengoering", 7))),
    Kind(CARE, "Køkkener", "Køkken {}", 0.013, (("rengoering", 1),)),
    Kind(
        CHILDREN,
        "Skoler",
        "Skole {}",
        0.2,
        (("laerer", 74), ("paedagog", 12), ("medhjaelper", 5), ("teknik", 4), ("administration", 5)),
    ),
    Kind(CHILDREN, "Børnehuse", "Børnehuset {}", 0.14, (("paedagog", 62), ("medhjaelper", 34), ("rengoering", 4))),
    Kind(CHILDREN, "Dagplejen", "Dagplejen {}", 0.034, (("dagpleje", 96), ("paedagog", 4))),
    Kind(CHILDREN, "PPR", "PPR {}", 0.014, (("akademiker", 65), ("laerer", 20), ("administration", 15))),
    Kind(
        CHILDREN,
        "Familieafdelingen",
        "Familieafdelingen {}",
        0.022,
        (("socialraadgiver", 78), ("socialpaedagog", 12), ("administration", 10)),
    ),
    Kind(WORKS, "Vej og Park", "Vej og Park {}", 0.028, (("teknik", 93), ("administration", 7))),
    Kind(WORKS, "Rengøringen", "Rengøringen {}", 0.028, (("rengoering", 97), ("administration", 3))),
    Kind(WORKS, "Byggesag", "Byggesag {}", 0.012, (("administration", 60), ("akademiker", 40))),
    Kind(WORKS, "Ejendomsservice", "Ejendomsservice {}", 0.016, (("teknik", 1),)),
    Kind(CULTURE, "Borgerservice", "Borgerservice {}", 0.022, (("administration", 1),)),
    Kind(CULTURE, "Arbejdsmarked", "Arbejdsmarked team {}", 0.032, (("socialraadgiver", 65), ("administration", 35))),
    Kind(CULTURE, "Biblioteker", "Biblioteket {}", 0.015, (("administration", 65), ("akademiker", 35))),
    Kind(STAFF, "HR", "HR team {}", 0.012, (("administration", 50), ("akademiker", 50))),
    Kind(STAFF, "Økonomi", "Økonomi team {}", 0.018, (("administration", 70), ("akademiker", 30))),
    Kind(STAFF, "Digitalisering", "Digitalisering team {}", 0.01, (("akademiker", 60), ("administration", 40))),
    Kind(STAFF, "Sekretariatet", "Sekretariatet team {}", 0.006, (("akademiker", 60), ("administration", 40))),
)

PLACES = (
    *("Birkely", "Ellebo", "Kildevang", "Fjordblik", "Skovbrynet", "Havgården", "Møllevang", "Engdraget"),
    *("Rosenlund", "Strandby", "Ådalen", "Søndervang", "Bakkely", "Østergård", "Elmehøj", "Granly", "Lærkevej"),
    *("Åparken", "Klintholm", "Vindinggård", "Lyngbakken", "Hasselvej", "Solbakken", "Kløvermarken", "Enggården"),
    *("Lindehuset", "Bøgebakken", "Rønnebo", "Tornhøj", "Kærhaven", "Mosegård", "Svanedam", "Egelund", "Damgården"),
    *("Højvang", "Vestervang", "Nørrely", "Abildgård", "Hedegården", "Fuglsang", "Skovly", "Bækkelund", "Toftegård"),
    *("Kastanjely", "Pilehaven", "Hybenvej", "Søbredden", "Kornmarken", "Ravnsbjerg", "Stenkilde", "Gyvelhøj"),
    *("Brombærhegnet", "Mågevang", "Storkereden", "Violbakken", "Åbrinken", "Ærtemarken", "Ørnehøj", "Valmuevang"),
)

# Own municipality first; the codes of the same neighbours as in the extracts that the tests read.
HOME_MUNICIPALITIES = ("760", "671", "661", "657", "665", "615", "746", "756", "741", "727")
OWN_SHARE = 0.7
