"""Small pieces of a page that are drawn so often that an include would be felt."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from django import forms, template
from django.core.paginator import Paginator
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.forms import Cards, DayInput
from people.terms import term

register = template.Library()

SPRITE: Final = "dkfds/img/all-svg-icons.svg"
NOTHING: Final = SafeString("")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the design system's sprite; it always stands beside words, so readers skip it.

    `size` is empty (20 px), `small` (16, in chips) or `big` (24). An empty name draws nothing.
    """
    return _icon(name, size, static(SPRITE)) if name else NOTHING


@cache
def _icon(name: str, size: str, sprite: str) -> SafeString:
    classes = f"icon icon--{size}" if size else "icon"
    return format_html(
        '<svg class="{}" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, sprite, name
    )


@register.filter
def page_numbers(paginator: "Paginator[Any]", number: int) -> Iterator[int | None]:
    """The numbers to show around a page; None where some are left out."""
    for shown in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1):
        yield shown if isinstance(shown, int) else None


CONTROL_CLASSES: Final[dict[str, str]] = {"checkbox": "form-checkbox", "select": "form-select"}


@register.filter
def kind(field: BoundField) -> str:
    """Which template of the pack draws a field: cards, choices, checkbox, select, day or text."""
    match field.field.widget:
        case Cards():
            return "cards"
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case forms.CheckboxInput():
            return "checkbox"
        case forms.Select():
            return "select"
        case DayInput():
            return "day"
        case _:
            return "text"


@register.filter
def control(field: BoundField) -> SafeString:
    """The input itself, in the design system's clothes; Django adds what readers of the screen need.

    Placeholders go: they repeat the label and vanish as one types.
    """
    field.field.widget.attrs.pop("placeholder", None)
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{CONTROL_CLASSES.get(kind(field), 'form-input')} {own}".strip()})


@register.filter
def first_id(field: BoundField) -> str:
    """Where a link to a field's error leads: the control, or the first of its options."""
    return f"{field.auto_id}_0" if kind(field) in {"cards", "choices"} else str(field.id_for_label or field.auto_id)


@register.filter
def named(field: BoundField, error: str) -> str:
    """An error as the list on top says it: with the field's name, where the words alone do not tell which field."""
    alike = sum(error in other.errors for other in field.form)
    says_little = alike > 1 or error == forms.Field.default_error_messages["required"]
    return f"{str(field.label).rstrip('?:')}: {error}" if says_little else error


@register.filter
def drawing(svg: str) -> SafeString:
    """A picture drawn by a library for this page, without its XML head."""
    return SafeString(svg[svg.index("<svg") :])


@register.simple_tag(name="term")
def term_tag(key: str) -> str:
    """`{% term "jobcenter" %}`: the municipality's own word; with `as jobcenter` for a sentence that holds it."""
    return term(key)
