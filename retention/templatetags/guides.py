"""`{% load guides %}{% guide "fast-track" %}`: a link to a guide."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from retention.knowledge.links import guide_link
from retention.rules.knowledge import GuideKey

register = template.Library()


@register.simple_tag
def guide(key: str) -> SafeString:
    words, address = guide_link(GuideKey(key))
    return format_html('<a href="{}">{}</a>', address, words)
