"""The door to envelopes. They name no employee, so nothing is recorded of looking at them."""

from collections.abc import Collection

from cases.models import Notice
from cases.notices.rules import NoticeState
from people.forms import number_in
from people.viewer import Viewer


def open_failed(viewer: Viewer, keys: Collection[str]) -> list[Notice]:
    """The failed ones among those that the viewer sees; without keys all of them."""
    failed = Notice.objects.visible_to(viewer).filter(state=NoticeState.FAILED)
    if keys:
        failed = failed.filter(pk__in=[number for key in keys if (number := number_in(key)) is not None])
    return list(failed.order_by("pk"))
