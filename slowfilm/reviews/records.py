"""How ink and notes follow from the ledger."""

from slowfilm.ledger.chain import canonical
from slowfilm.ledger.guards import never_changed
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    SEQ,
    Record,
    always,
    changed,
    from_payload,
    made,
)
from slowfilm.reviews import events
from slowfilm.reviews.models import Note, Stroke, Viewing
from slowfilm.shots.guards import in_shot
from slowfilm.shots.records import COUNTED

NOTHING = from_payload(lambda carried: [])

RECORDS = (
    Record(
        Stroke,
        film="draft__film",
        rules=(
            made(
                events.StrokeDrawn,
                *("draft", "frame", "tool", "colour", "width"),
                id=COMMAND,
                actor=ACTOR,
                points=from_payload(lambda ink: canonical(ink.points)),
                seq=SEQ,
                drawn_at=AT,
                erased_at=None,
            ),
            changed(events.StrokeErased, key="stroke", erased_at=AT),
            changed(events.StrokeRestored, key="stroke", erased_at=None),
        ),
        guards=in_shot(Stroke, "draft__shot"),
    ),
    Record(
        Note,
        film="draft__film",
        rules=(
            made(
                events.NoteWritten,
                *("draft", "parent", "first", "last", "kind", "text", "reason", "mentions"),
                *("next_draft", "next_first", "next_frame"),
                between=from_payload(lambda note: [place.draft for place in note.between]),
                between_frames=from_payload(lambda note: events.flat(note.between)),
                id=COMMAND,
                actor=ACTOR,
                written_at=AT,
                carried_from=None,
                resolved_at=None,
                resolved_by=always(""),
            ),
            made(
                events.NoteCarried,
                *("draft", "first", "last", "kind", "text", "reason"),
                id=COMMAND,
                carried_from="note",
                parent=None,
                next_draft=None,
                next_first=None,
                next_frame=None,
                between=NOTHING,
                between_frames=NOTHING,
                mentions=NOTHING,
                actor=ACTOR,
                written_at=AT,
                resolved_at=None,
                resolved_by=always(""),
            ),
            changed(events.NoteResolved, key="note", resolved_at=AT, resolved_by=ACTOR),
            changed(events.NoteReopened, key="note", resolved_at=None, resolved_by=always("")),
        ),
        guards=in_shot(Note, "draft__shot"),
    ),
    Record(
        Viewing,
        film="draft__film",
        free={"id": COUNTED},
        born="act",
        order="order",
        guards=(never_changed("what was seen was seen"),),
    ),
)
