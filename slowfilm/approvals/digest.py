"""What exactly an approval says yes to."""

import hashlib

from slowfilm.ledger.chain import canonical
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft


def shot_digest(draft: Draft) -> str:
    """SHA-256 over the picture put forward: its master (sound within), its frames, its keeps.

    A new selection, a keep written or withdrawn: any change makes another digest, and approvals
    of the former no longer count. Light keys and cuts join here when they come.
    """
    keeps = Note.objects.open().filter(draft=draft, kind__in=those("bound")).order_by("id")
    bound = {
        "shot": str(draft.shot_id),
        "draft": str(draft.id),
        "master": draft.master_id,
        "frames": draft.frames,
        "rate": draft.rate,
        "keeps": [[str(k.id), k.first, k.last, k.text, k.reason] for k in keeps],
    }
    return hashlib.sha256(canonical(bound).encode()).hexdigest()
