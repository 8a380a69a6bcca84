"""A side's own screen: choosing a step, following the reveal, and answering the open questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.invitations.access import Seat as Place
from cases.invitations.access import at_seat
from people.forms import posted
from people.rules import RuleViolation
from roundtable.rules.table import TablePart
from roundtable.table import flows
from roundtable.table.queries import written_at
from roundtable.table.seats import others_answers, own_choice_form, own_place, own_table, questions_form, say_when
from roundtable.table.words import say_refusal
from roundtable.table.writing import SAVED, save_written

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@at_seat(purpose="round_table")
def place(request: HttpRequest, seat: Place) -> HttpResponse:
    """Where one's own side stands, hidden until both are shown; then the staircase with both."""
    own = own_place(seat.participant)
    form = own_choice_form(own, seat.viewer, posted(request))
    if own.seat and form and form.is_valid():
        try:
            flows.place_at_table(
                meeting=own.meeting,
                seat=own.seat,
                number=form.cleaned_data["step"].number,
                by=seat.viewer,
                participant=seat.participant,
            )
        except RuleViolation as violation:
            messages.warning(request, say_refusal(violation.code))
        return redirect("seat_place", seat.token)
    return render(request, "roundtable/table/own.html", {"own": own_table(own, seat.token, seat.viewer, form)})


@require_http_methods(FORM_METHODS)
@at_seat(purpose="round_table")
def prepare(request: HttpRequest, seat: Place) -> HttpResponse:
    """The open questions of one's side. What is saved by itself is a draft until the button is pressed."""
    own = own_place(seat.participant)
    written = written_at(own.meeting)
    form = questions_form(own, written, posted(request))
    # Kept all the same, it is finished if that is what was pressed first.
    status, finished = SAVED, "finish" in {*request.POST.keys(), request.POST.get("keep")}
    if request.method == "POST" and own.seat:
        side = own.seat

        def save() -> None:
            flows.answer_questions(
                meeting=own.meeting,
                seat=side,
                participant=seat.participant,
                answers=form.answers,
                finished=finished,
                by=seat.viewer,
                **form.carried,
            )

        status = save_written(form, save, own.meeting, TablePart.ANSWERS, seat.viewer)
        if status == SAVED:
            return redirect("seat" if finished else "seat_prepare", seat.token)
    context = {"form": form, "own": own, "over": say_when(own.meeting, seat.viewer), "token": seat.token}
    context |= {"others": others_answers(own, written), "keeps": "finish" if finished else ""}
    return render(request, "roundtable/table/prepare.html", context, status=status)
