"""Chainable filters of the consultant's toolbox."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from people.viewer import Viewer


class WorkQuerySet(models.QuerySet[Any]):
    """A consultant's time is their own to see; others see sums only."""

    def of(self, viewer: "Viewer") -> Self:
        return self.none() if viewer.user is None else self.filter(consultant=viewer.user)
