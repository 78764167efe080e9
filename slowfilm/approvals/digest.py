"""What exactly an approval approves."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from slowfilm.ledger.chain import canonical
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft


def shot_digest(draft: Draft) -> str:
    """SHA-256 over the picture that is selected: its master (sound within), frames, keeps.

    A new selection, a keep written or withdrawn: any change makes another digest, and approvals
    of the former no longer count. Light keys and cuts join here when they come.
    """
    return digests([draft])[draft.id]


def digests(drafts: Iterable[Draft]) -> dict[UUID, str]:
    """The same of many drafts, by their ids, with one question to the database."""
    wanted = {draft.id: draft for draft in drafts}
    keeps: dict[UUID, list[Note]] = {id_: [] for id_ in wanted}
    found = Note.objects.open().filter(draft__in=wanted, kind__in=those("bound")).order_by("id")
    for keep in found:
        keeps[keep.draft_id].append(keep)
    return {id_: _digest(draft, keeps[id_]) for id_, draft in wanted.items()}


def _digest(draft: Draft, keeps: list[Note]) -> str:
    bound = {
        "shot": str(draft.shot_id),
        "draft": str(draft.id),
        "master": draft.master_id,
        "frames": draft.frames,
        "rate": draft.rate,
        "keeps": [[str(k.id), k.first, k.last, k.text, k.reason] for k in keeps],
    }
    return hashlib.sha256(canonical(bound).encode()).hexdigest()
