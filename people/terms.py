"""What this municipality calls things that the law and reforms rename; see `TERMS` in the settings."""

from django.conf import settings


def term(key: str) -> str:
    """The municipality's own word, as it stands inside a sentence. `KeyError` for a term that the settings lack."""
    word: str = settings.TERMS[key]
    return word


def with_terms(text: str) -> str:
    """A text that is kept as data, with its `{jobcenter}` and other terms in the municipality's own words."""
    for key, word in settings.TERMS.items():
        text = text.replace(f"{{{key}}}", word)
    return text
