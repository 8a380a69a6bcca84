"""Which words of minutes may be put right, and the content that comes of it. Pure.

The structure stays: what was placed on the staircase, the hours of the plan and who does what are facts of the talk. A
paragraph of its own says what no single word can put right.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from cases.minutes.content import Agreements, Facts, MinutesContent, Paragraphs, Plan, Section


@dataclass(frozen=True, slots=True)
class Text:
    """Words that may be amended: a name that is the same in each version, where they stand, and what they say.

    `label` is empty where the heading says it. A `short` one is a line; it is not left empty.
    """

    name: str
    heading: str
    label: str
    words: str
    short: bool = False


def texts_of(content: MinutesContent) -> tuple[Text, ...]:
    """In the order in which they stand."""
    found: list[Text] = []
    heading = ""

    def note(text: Text) -> str:
        found.append(text)
        return text.words

    for place, section in enumerate(content.sections):
        heading = section.heading or heading
        _through(section, place, heading, note)
    return tuple(found)


def amended(
    content: MinutesContent,
    *,
    words: Mapping[str, str],
    attended: Collection[int] | None = None,
    correction: str = "",
    heading: str = "",
) -> MinutesContent:
    """With other words for the texts that are named, those of the participants there whose places are `attended`, and
    the correction at the end under its heading.
    """

    def say(text: Text) -> str:
        return words.get(text.name, text.words)

    sections = tuple(_through(section, place, section.heading, say) for place, section in enumerate(content.sections))
    if correction:
        sections += (Paragraphs(heading=heading, paragraphs=_paragraphs(correction)),)
    present = (
        content.participants
        if attended is None
        else tuple(replace(one, attended=place in attended) for place, one in enumerate(content.participants))
    )
    return replace(content, sections=sections, participants=present)


def changed_words(before: MinutesContent, after: MinutesContent) -> tuple[str, ...]:
    """The texts that say something else than before, or are new."""
    said = {text.name: text.words for text in texts_of(before)}
    return tuple(text.words for text in texts_of(after) if text.words != said.get(text.name))


def _through(section: Section, place: int, heading: str, say: Callable[[Text], str]) -> Section:
    """The section with what `say` makes of each of its texts."""
    name = f"text-{place}"
    match section:
        case Paragraphs():
            text = Text(name, heading, "", "\n\n".join(section.paragraphs))
            return replace(section, paragraphs=_paragraphs(say(text)))
        case Facts():
            rows = tuple(
                replace(row, value=say(Text(f"{name}-{number}", heading, row.label, row.value)))
                for number, row in enumerate(section.rows)
            )
            return replace(section, rows=rows)
        case Plan():
            lists = tuple(
                replace(
                    listing,
                    items=tuple(
                        replace(
                            item, text=say(_line(f"{name}-{number}-{line}", listing.heading, f"{line + 1}.", item.text))
                        )
                        for line, item in enumerate(listing.items)
                    ),
                )
                for number, listing in enumerate(section.lists)
            )
            return replace(section, lists=lists)
        case Agreements():
            agreed = tuple(
                replace(
                    row,
                    what=say(_line(f"{name}-{number}-what", heading, f"{row.who}: hvad", row.what)),
                    when=say(_line(f"{name}-{number}-when", heading, f"{row.who}: hvornår", row.when)),
                )
                for number, row in enumerate(section.rows)
            )
            return replace(section, rows=agreed)
        case _:
            return section


def _line(name: str, heading: str, label: str, words: str) -> Text:
    return Text(name, heading, label, words, short=True)


def _paragraphs(words: str) -> tuple[str, ...]:
    """As they are typed, with empty lines between."""
    return tuple(part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip())
