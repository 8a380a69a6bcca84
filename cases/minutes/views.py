"""The pages of minutes: for those who handle the matter, for who takes part, and one's own copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from cases.day.queries import person_of
from cases.invitations.access import Seat, at_seat
from cases.invitations.panels import head_of
from cases.invitations.rules import Role
from cases.minutes import access, flows
from cases.minutes.content import from_json
from cases.minutes.forms import AmendForm, CommentForm, RecallForm
from cases.minutes.pages import page_of
from cases.minutes.queries.pages import standing_of
from cases.minutes.rules import AmendedMeanwhile
from cases.minutes.words import refusal
from cases.models import Minutes
from people.access import viewer_of
from people.forms import number_in, posted
from people.language import page_language
from people.rules import RuleViolation
from people.words import say_moment

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def minutes(request: HttpRequest, ref: str) -> HttpResponse:
    """One version as it was sent, who has read it, and what was said to it."""
    viewer = viewer_of(request)
    row = access.open_minutes(viewer, ref, purpose="minutes")
    page = page_of(row, viewer)
    if page.content and request.method == "GET":
        access.note_read(row, viewer)
    context = {"page": page, "person": person_of(row.conversation.employee)}
    return render(request, "cases/minutes/page.html", context)


@require_GET
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.insist_on_standing(access.open_minutes(viewer, ref, purpose="minutes_pdf"))
    return _file(row, access.read_paper(row, viewer))


@get_or_post
def amend(request: HttpRequest, ref: str) -> HttpResponse:
    """Of the version that counts, whichever the address names."""
    viewer = viewer_of(request)
    row = access.open_minutes_to_write(viewer, ref, purpose="minutes_amend")
    # One that was recalled since the door opened it is refused by the flow.
    standing = standing_of(row.conversation) or {row.version: row}
    newest = standing[max(standing)]
    opened = request.POST.get("version", "")
    base = standing.get(number_in(opened) or 0) if opened.isdecimal() else newest
    if base is None:
        messages.warning(request, _("The version that you corrected has been recalled. Begin again with what stands."))
        return redirect("minutes_amend", newest.ref)
    form = AmendForm(posted(request), content=from_json(base.content))
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "words_override": form.cleaned_data["note_override"]}
        try:
            made = flows.amend_minutes(minutes=base, content=form.said(viewer.today), by=viewer, **said)
        except AmendedMeanwhile:
            when = say_moment(newest.made_at, viewer.today, page_language())
            words = _("%(who)s corrected the minutes %(when)s. What you typed is kept.")
            form = form.beside(from_json(newest.content), words % {"who": newest.made_by, "when": when})
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The new version is made. Everybody who gets minutes is sent it."))
            return redirect("minutes", made.ref)
    return render(request, "cases/minutes/amend.html", {"form": form, **_about(newest, row)})


@get_or_post
def recall(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    row = access.open_minutes_to_write(viewer, ref, purpose="minutes_recall")
    form = RecallForm(posted(request))
    if form.is_valid():
        try:
            flows.recall_minutes(minutes=row, reason=form.cleaned_data["reason"], by=viewer)
        except RuleViolation as violation:
            messages.warning(request, refusal(violation.code))
        else:
            messages.success(request, _("The version is recalled. Nobody can read it any more."))
        return redirect("minutes", row.ref)
    others = sorted(set(standing_of(row.conversation)) - {row.version})
    return render(request, "cases/minutes/recall.html", {"form": form, "others": others, **_about(row, row)})


def _about(shown: Minutes, row: Minutes) -> dict[str, object]:
    return {
        "minutes": shown,
        "person": person_of(row.conversation.employee),
        "next": reverse("minutes", args=[shown.ref]),
    }


# --- For who takes part ----------------------------------------------------------------------------------


@require_GET
@at_seat(purpose="seat_minutes")
def seat_minutes(request: HttpRequest, seat: Seat, ref: str) -> HttpResponse:
    copy = access.open_copy(seat, ref)
    return _file(copy.minutes, access.read_paper(copy.minutes, seat.viewer, copy=copy))


@get_or_post
@at_seat(purpose="seat_comment")
def seat_comment(request: HttpRequest, seat: Seat, ref: str) -> HttpResponse:
    """The form stands on the participant's page; here it is shown again where something is wrong with it."""
    copy = access.open_copy(seat, ref)
    form, own = CommentForm(posted(request)), seat.role is Role.EMPLOYEE
    if form.is_valid():
        try:
            flows.comment_on_minutes(
                minutes=copy.minutes,
                participant=seat.participant,
                text=form.cleaned_data["text"],
                text_override=form.cleaned_data["note_override"],
                by=seat.viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, refusal(violation.code))
        else:
            messages.success(request, _("Your comment stands beside the minutes now."))
            return redirect("seat", seat.token)
    return render(
        request, "cases/minutes/comment.html", {"form": form, "head": head_of(seat), "seat": seat, "own_matter": own}
    )


@require_GET
def own_minutes(request: HttpRequest, ref: str) -> HttpResponse:
    """The employee's own copy, from their own page."""
    viewer = viewer_of(request)
    copy = access.open_own_copy(viewer, ref)
    return _file(copy.minutes, access.read_paper(copy.minutes, viewer, copy=copy))


def _file(row: Minutes, paper: bytes) -> HttpResponse:
    """As it was sent, under a name that names nobody."""
    content = from_json(row.content)
    response = HttpResponse(paper, content_type="application/pdf")
    name = f"referat-{content.starts_at:%Y-%m-%d}-version-{row.version}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
