"""What this municipality calls things that the law and reforms rename; see `TERMS` in the settings."""

from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.text import capfirst


def term(key: str) -> str:
    """The municipality's own word, as it stands inside a sentence. `KeyError` for a term that the settings lack."""
    word: str = settings.TERMS[key]
    return word


def with_terms(text: str | Promise) -> str:
    """A text with `{jobcenter}` and other terms in the municipality's own words; `{Jobcenter}` begins a sentence."""
    said = str(text)
    for key, word in settings.TERMS.items():
        said = said.replace(f"{{{key}}}", word).replace(f"{{{capfirst(key)}}}", capfirst(word))
    return said


# For what is made when a module is read, as the labels of a form are: the settings are asked when it is shown.
lazy_with_terms = lazy(with_terms, str)
