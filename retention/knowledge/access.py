"""The doors to guides: whoever is logged in reads them, consultants and HR keep them."""

from django.http import Http404

from people.viewer import Viewer
from retention.models import GuideVersion
from retention.rules.knowledge import GuideKey


def may_write(viewer: Viewer) -> bool:
    return viewer.is_hr_or_consultant


def open_guide(viewer: Viewer, key: str, *, to_write: bool = False) -> GuideVersion:
    """The version that counts."""
    if viewer.user is None or key not in set(GuideKey) or (to_write and not may_write(viewer)):
        raise Http404
    found = GuideVersion.objects.filter(key=key).select_related("saved_by").order_by("-number").first()
    if found is None:
        raise Http404
    return found
