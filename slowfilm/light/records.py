"""How light follows from the ledger."""

from typing import Any

from slowfilm.abstractions.records import reference
from slowfilm.ledger.chain import canonical
from slowfilm.ledger.guards import Guard, never_changed
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    ITEM,
    PLACE,
    SEQ,
    More,
    Record,
    Source,
    always,
    changed,
    from_payload,
    made,
)
from slowfilm.light import events
from slowfilm.light.models import DraftFigures, LightExposure, LightKey, LightStroke
from slowfilm.references.models import Reference
from slowfilm.shots.guards import in_shot

LIGHT = from_payload(lambda fact: canonical(fact.light.model_dump(mode="json")))
POINTS = from_payload(lambda fact: canonical(fact.model_dump(mode="json")["points"]))
COPIED = Source(lambda entry: canonical(entry.item.model_dump(mode="json")["points"]))
BRUSH = ("width", "stops", "softness", "erase", "mask", "who")
MADE: dict[str, Any] = {"made_by": ACTOR, "made_at": AT, "set_by": ACTOR, "set_seq": SEQ}
DRAWN: dict[str, Any] = {"act": COMMAND, "seq": SEQ, "actor": ACTOR, "drawn_at": AT}

# An entry makes one stroke, which has its id, or those that its list names.
ITS_OWN = Guard(
    "its_own",
    "INSERT",
    "its entry made another",
    """NOT EXISTS (
        SELECT FROM slowfilm_entry WHERE command = NEW.act AND (
            (NEW.id = NEW.act AND NEW.place = 0)
            OR payload::jsonb -> 'strokes' -> NEW.place::int ->> 'id' = NEW.id::text))""",
    deferred=True,
)

RECORDS = (
    More(
        Reference,
        rules=(
            reference(events.FramesTaken, nobody_else_by=always(""), nobody_else_at=None),
            reference(events.ReferenceLit, nobody_else_by=always(""), nobody_else_at=None),
        ),
    ),
    Record(
        LightKey,
        film="draft__film",
        rules=(
            made(
                events.LightKeySet,
                *("draft", "frame", "how"),
                again=("how", "light", "set_by", "set_seq"),
                id="key",
                light=LIGHT,
                removed_at=None,
                **MADE,
            ),
            made(
                events.LightKeyCopied,
                *("draft", "frame", "how"),
                id=COMMAND,
                light=LIGHT,
                removed_at=None,
                **MADE,
            ),
            changed(events.LightKeyMoved, "frame", key="key"),
            changed(events.LightKeyRemoved, key="key", removed_at=AT),
            changed(events.LightKeyRestored, key="key", removed_at=None),
        ),
        guards=in_shot(LightKey, "draft__shot"),
    ),
    Record(
        LightStroke,
        film="key__draft__film",
        rules=(
            made(
                events.LightPainted,
                *("key", *BRUSH),
                id=COMMAND,
                place=always(0),
                points=POINTS,
                taken_back_at=None,
                **DRAWN,
            ),
            made(
                events.LightKeyCopied,
                *("id", *BRUSH),
                each="strokes",
                key=COMMAND,
                place=PLACE,
                points=COPIED,
                taken_back_at=None,
                **DRAWN,
            ),
            changed(events.LightStrokeTakenBack, key="stroke", taken_back_at=AT),
            changed(events.LightStrokeGivenBack, key="stroke", taken_back_at=None),
        ),
        born="act",
        guards=(*in_shot(LightStroke, "key__draft__shot"), ITS_OWN),
    ),
    Record(
        LightExposure,
        film="draft__film",
        rules=(
            made(
                events.ExposureSet,
                "draft",
                id=COMMAND,
                points=POINTS,
                set_by=ACTOR,
                set_at=AT,
                replaced_at=None,
            ),
            changed(events.ExposureSet, key=ITEM, each="replaced", replaced_at=AT),
        ),
        guards=in_shot(LightExposure, "draft__shot"),
    ),
    Record(
        DraftFigures,
        film="draft__film",
        rules=(made(events.FiguresTraced, "draft", "mattes", "people", id=COMMAND, traced_at=AT),),
        guards=(
            never_changed("what was traced of a draft stands"),
            *in_shot(DraftFigures, "draft__shot"),
        ),
    ),
)
