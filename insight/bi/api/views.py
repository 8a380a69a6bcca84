"""Figures for other programs: read only, by token. Words are English, since they are for whoever writes the program."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from insight.bi.access import Reader, open_unit
from insight.bi.api import payload, refusals
from insight.bi.api.door import answered, enter, month_of, refused
from insight.bi.flows import note_reading
from insight.dashboard.queries import figures_of
from insight.rules.tokens import Scope
from people import clock
from people.queries import way_up

FIRST: Final = "fra"
LAST: Final = "til"
View = Callable[..., HttpResponse]


def by_token(what: str, scope: Scope | None, *known: str) -> Callable[[Callable[..., payload.Data]], View]:
    """A read that needs a token of this scope. Each that is answered is recorded as `what`.

    Names of causes are in the municipality's language, whatever a browser's cookie says.
    """

    def made(read: Callable[..., payload.Data]) -> View:
        @require_safe
        @login_not_required
        @wraps(read)
        def view(request: HttpRequest, **names: str) -> HttpResponse:
            with translation.override(settings.LANGUAGE_CODE):
                try:
                    reader = enter(request, clock.now(), scope, known)
                    data = read(request, reader, **names)
                except refusals.Refusal as refusal:
                    return refused(refusal)
                except Http404:
                    return refused(refusals.not_found())
                note_reading(token=reader.token, what=what, by=reader.viewer)
                return answered(request, data)

        return view

    return made


@by_token("api_about", None)
def about(_request: HttpRequest, reader: Reader) -> payload.Data:
    """What there is, and what the token that is sent opens."""
    return payload.about(reader)


@by_token("api_units", Scope.UNITS)
def units(_request: HttpRequest, reader: Reader) -> payload.Data:
    return payload.units(reader)


@by_token("api_figures", Scope.FIGURES, FIRST, LAST)
def figures(request: HttpRequest, reader: Reader, code: str) -> payload.Data:
    """Of one unit: what its page shows, and no other combination, so that what is hidden there stays hidden."""
    first, last = month_of(request, FIRST), month_of(request, LAST)
    found = figures_of(way_up(open_unit(reader, code).code))
    if found is None:
        raise refusals.not_counted_yet()
    return payload.figures(found, first, last)
