"""The language of the page that is being made, as `people.words` takes it."""

from django.utils.translation import get_language

from people.words import Language


def page_language() -> Language:
    return "en" if get_language() == "en" else "da"
