"""What can be done to drafts with a pen; words are in notes.py."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import prepared
from slowfilm.ledger import Refused, act, chain, events
from slowfilm.ledger.models import Entry
from slowfilm.reviews.models import Stroke

OPEN = """
SELECT draft.film_id, draft.frames, shot.locked_at FROM slowfilm_draft draft
JOIN slowfilm_shot shot ON shot.id = draft.shot_id
WHERE draft.id = %s
"""
INK = """
INSERT INTO slowfilm_stroke
    (id, draft_id, frame, actor, tool, colour, width, points, seq, drawn_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def frames_of_open(film_id: UUID, draft: UUID) -> int:
    """How many frames a draft of the film has whose shot is not locked. Raises Refused."""
    of_film, frames, locked_at = prepared.one(OPEN, [draft]) or (None, 0, None)
    if of_film != film_id:
        raise Refused("no-draft", _("There is no such draft in this film."))
    if locked_at is not None:
        raise Refused("locked", _("This shot is locked. Nothing in it can change any more."))
    return int(frames)


def draw(
    *,
    film_id: UUID,
    actor: str,
    command: UUID,
    draft: UUID,
    frame: int,
    tool: str,
    colour: str,
    width: int,
    points: events.Points,
) -> Entry:
    """Put ink on a frame. The stroke's id is the command's. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        if frame >= frames_of_open(film_id, draft):
            raise Refused("no-frame", _("The draft has no such frame."))
        ink = chain.canonical(points)
        seq = this.head.seq + 1
        prepared.run(INK, [command, draft, frame, actor, tool, colour, width, ink, seq, this.at])
        return this.record(
            events.StrokeDrawn(
                draft=draft, frame=frame, tool=tool, colour=colour, width=width, points=points
            )
        )


def _stroke(film_id: UUID, actor: str, stroke: UUID) -> Stroke:
    """One's own stroke on an open draft. Raises Refused."""
    found = Stroke.objects.filter(id=stroke, draft__film_id=film_id).first()
    if found is None:
        raise Refused("no-stroke", _("There is no such stroke."))
    if found.actor != actor:
        raise Refused("not-yours", _("Only the hand that drew a stroke can take it back."))
    frames_of_open(film_id, found.draft_id)
    return found


def erase(*, film_id: UUID, actor: str, command: UUID, stroke: UUID) -> Entry:
    """Take one's own ink off a frame. The row stays, so that undo can bring it back."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _stroke(film_id, actor, stroke)
        if found.erased_at is not None:
            raise Refused("erased-already", _("That stroke is erased already."))
        found.erased_at = this.at
        found.save(update_fields=["erased_at"])
        return this.record(
            events.StrokeErased(stroke=stroke, draft=found.draft_id, frame=found.frame)
        )


def restore(*, film_id: UUID, actor: str, command: UUID, stroke: UUID) -> Entry:
    """Bring one's own erased ink back."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = _stroke(film_id, actor, stroke)
        if found.erased_at is None:
            raise Refused("not-erased", _("That stroke is there."))
        found.erased_at = None
        found.save(update_fields=["erased_at"])
        return this.record(
            events.StrokeRestored(stroke=stroke, draft=found.draft_id, frame=found.frame)
        )
