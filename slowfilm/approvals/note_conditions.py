"""The gate's conditions about notes: which still ask for a change, here and on earlier drafts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
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
    """Of drafts of different shots, those that the rules may wait for: few questions for all.

    A note over several shots holds the gate of each.
    """
    by_shot = {draft.shot_id: draft for draft in drafts}
    kinds = those("holds_gate")
    on: Counter[UUID] = Counter()
    before: Counter[UUID] = Counter()
    alone = Note.objects.open().filter(
        draft__shot__in=by_shot, kind__in=kinds, next_draft__isnull=True
    )
    answered = Exists(Note.objects.filter(carried_from=OuterRef("id")).order_by())
    for shot, version, carried in alone.values_list("draft__shot", "draft__version", answered):
        draft = by_shot[shot]
        on[draft.id] += version == draft.version
        before[draft.id] += version < draft.version and not carried
    for shot, versions, carried in _over_joins(
        {candidate.film_id for candidate in by_shot.values()}, kinds
    ):
        if shot not in by_shot:
            continue
        draft = by_shot[shot]
        on[draft.id] += draft.version in versions
        earlier = draft.version not in versions and min(versions) < draft.version
        before[draft.id] += earlier and not carried
    return Open(on, before)


def _over_joins(
    films: Iterable[UUID], kinds: Iterable[str]
) -> Iterator[tuple[UUID, set[int], bool]]:
    """Each shot that an open note over joins lies on, once a note: the versions there.

    And whether it was said to be still true of another version of that shot.
    """
    notes = list(
        Note.objects.open()
        .filter(draft__film__in=films, kind__in=kinds, next_draft__isnull=False)
        .prefetch_related("carried_to__draft")
    )
    ids = {part.draft for note in notes for part in note.parts}
    drafts = Draft.objects.only("shot_id", "version").in_bulk(ids)
    for note in notes:
        carried = {copy.draft.shot_id for copy in note.carried_to.all()}
        by_shot: dict[UUID, set[int]] = {}
        for part in note.parts:
            draft = drafts[part.draft]
            by_shot.setdefault(draft.shot_id, set()).add(draft.version)
        yield from ((shot, versions, shot in carried) for shot, versions in by_shot.items())


def note_conditions(draft: Draft, policy: Policy, notes: Open) -> list[Condition]:
    """What the rules ask of a draft's notes."""
    if not policy.change_notes_closed:
        return []
    open_, earlier = notes.on[draft.id], notes.before[draft.id]
    conditions = []
    if open_:
        sentence = ngettext(
            "%(count)s note still asks for a change.",
            "%(count)s notes still ask for a change.",
            open_,
        )
        conditions.append(Condition("notes", False, sentence % {"count": open_}))
    if earlier:
        sentence = ngettext(
            "%(count)s note on an earlier version is unanswered: is it still true?",
            "%(count)s notes on earlier versions are unanswered: are they still true?",
            earlier,
        )
        conditions.append(Condition("notes", False, sentence % {"count": earlier}))
    return conditions or [Condition("notes", True, _("No note asks for a change any more."))]
