"""The gate's conditions about notes: which still ask for a change, here and on earlier drafts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.approvals.condition import Condition
from slowfilm.films.models import Policy
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft


@dataclass(frozen=True)
class Open:
    """How many notes are open, by the draft: on it, and on earlier ones of its shot."""

    on: Counter[UUID]
    before: Counter[UUID]


def open_notes(drafts: Iterable[Draft]) -> Open:
    """Of drafts of different shots, those that the rules may wait for: two questions for all."""
    asked = {draft.shot_id: draft for draft in drafts}
    kinds = those("holds_gate")
    on = Note.objects.open().filter(draft__in=asked.values(), kind__in=kinds)
    before: Counter[UUID] = Counter()
    earlier = Note.objects.unanswered().filter(draft__shot__in=asked, kind__in=kinds)
    for shot, version in earlier.values_list("draft__shot", "draft__version"):
        before[asked[shot].id] += version < asked[shot].version
    return Open(Counter(on.values_list("draft", flat=True)), before)


def note_conditions(draft: Draft, policy: Policy, notes: Open) -> list[Condition]:
    """What the rules ask of a draft's notes."""
    if not policy.change_notes_closed:
        return []
    open_, earlier = notes.on[draft.id], notes.before[draft.id]
    found = []
    if open_:
        said = ngettext(
            "%(count)s note still asks for a change.",
            "%(count)s notes still ask for a change.",
            open_,
        )
        found.append(Condition("notes", False, said % {"count": open_}))
    if earlier:
        said = ngettext(
            "%(count)s note on an earlier version is unanswered: is it still true?",
            "%(count)s notes on earlier versions are unanswered: are they still true?",
            earlier,
        )
        found.append(Condition("notes", False, said % {"count": earlier}))
    return found or [Condition("notes", True, _("No note asks for a change any more."))]
