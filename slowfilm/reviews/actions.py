"""What can be done to drafts with a pen; words are in notes.py."""

from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm import prepared
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action, chain
from slowfilm.reviews import events
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


@action(events.DrawStroke, May.MARK, events.StrokeDrawn)
def draw(this: Act, ink: events.DrawStroke) -> events.StrokeDrawn:
    """Put ink on a frame. The stroke's id is the command's."""
    if ink.frame >= frames_of_open(this.film_id, ink.draft):
        raise Refused("no-frame", _("The draft has no such frame."))
    prepared.run(
        INK,
        [
            this.command,
            ink.draft,
            ink.frame,
            str(this.actor),
            ink.tool,
            ink.colour,
            ink.width,
            chain.canonical(ink.points),
            this.head.seq + 1,
            this.at,
        ],
    )
    return events.StrokeDrawn.of(ink)


@action(events.EraseStroke, May.MARK, events.StrokeErased)
def erase(this: Act, command: events.EraseStroke) -> events.StrokeErased:
    """Take one's own ink off a frame. The row stays, so that undo can bring it back."""
    stroke = _stroke(this, command.stroke)
    if stroke.erased_at is not None:
        raise Refused("erased-already", _("That stroke is erased already."))
    stroke.erased_at = this.at
    stroke.save(update_fields=["erased_at"])
    return events.StrokeErased(stroke=stroke.id, draft=stroke.draft_id, frame=stroke.frame)


@action(events.RestoreStroke, May.MARK, events.StrokeRestored)
def restore(this: Act, command: events.RestoreStroke) -> events.StrokeRestored:
    """Bring one's own erased ink back."""
    stroke = _stroke(this, command.stroke)
    if stroke.erased_at is None:
        raise Refused("not-erased", _("That stroke is there."))
    stroke.erased_at = None
    stroke.save(update_fields=["erased_at"])
    return events.StrokeRestored(stroke=stroke.id, draft=stroke.draft_id, frame=stroke.frame)


def _stroke(this: Act, stroke: UUID) -> Stroke:
    """One's own stroke on an open draft. Raises Refused."""
    row = Stroke.objects.filter(id=stroke, draft__film_id=this.film_id).first()
    if row is None:
        raise Refused("no-stroke", _("There is no such stroke."))
    if row.actor != this.actor:
        raise Refused("not-yours", _("Only the hand that drew a stroke can take it back."))
    frames_of_open(this.film_id, row.draft_id)
    return row
