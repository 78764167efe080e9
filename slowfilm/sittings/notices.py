"""What the inbox tells of sittings: one is invited, it is called off, one has something to do."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from slowfilm.sittings.letters import when
from slowfilm.sittings.models import Sitting, SittingGuest, SittingTask


def sitting_rows(kind: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Sittings by the entry that planned or called them off; tasks by their id."""
    if kind == "task":
        tasks = SittingTask.objects.filter(id__in=ids).select_related("sitting")
        return {task.id: task for task in tasks}
    if kind == "sitting-off":
        off = Sitting.objects.filter(called_off__in=ids)
        return {sitting.called_off: sitting for sitting in off if sitting.called_off}
    guests = SittingGuest.objects.filter(act__in=ids).select_related("sitting")
    return {guest.act: guest.sitting for guest in guests}


def of_sitting(kind: str, row: Sitting | SittingTask, name: str) -> tuple[str, str, str]:
    """A sentence, the words with it, and the path that it leads to."""
    sitting = row.sitting if isinstance(row, SittingTask) else row
    sentences = {
        "sitting": _("%(name)s invited you to the sitting “%(title)s”."),
        "sitting-off": _("%(name)s called off the sitting “%(title)s”."),
        "task": _("%(name)s gave you something to do at “%(title)s”."),
    }
    words = {"sitting": when(sitting), "sitting-off": sitting.reason}
    text = row.text if isinstance(row, SittingTask) else words[kind]
    sentence = sentences[kind] % {"name": name, "title": sitting.title}
    return sentence, text, reverse("sitting", args=[sitting.film_id, sitting.id])
