"""How scenes, shots and drafts follow from the ledger."""

from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, PLACE, Record, Source, changed, made
from slowfilm.shots import events, guards
from slowfilm.shots.guards import in_shot
from slowfilm.shots.make import MEDIA_TYPES
from slowfilm.shots.models import Draft, DraftSource, Keyframe, Scene, Shot
from slowfilm.storage import Blob, Holding

COUNTED = "counts the rows of this database"
WHERE_NOBODY = Source(lambda entry: entry.at if entry.payload.nobody_declared_by else None)
MEASURES = ("width", "height", "rate", "frames")

RECORDS = (
    Record(
        Blob,
        outside="bytes are what their digest says, and are read to check that",
        archived=False,  # see archives/tables.py: those that rows name
        guards=guards.BLOB,
    ),
    Record(
        Holding,
        outside="that bytes are here says nothing of a film; what names them is an entry",
        archived=False,
        guards=guards.HOLDING,
    ),
    Record(
        Scene,
        rules=(
            made(events.SceneAdded, "number", "title", id=COMMAND, film=FILM),
            changed(events.SceneChanged, "title", key="scene"),
        ),
        guards=guards.SCENE,
    ),
    Record(
        Shot,
        rules=(
            made(
                events.ShotAdded,
                *("scene", "number", "title", "intent"),
                id=COMMAND,
                film=FILM,
                selected=None,
                selected_at=None,
                locked_at=None,
            ),
            changed(events.ShotChanged, "title", "intent", key="shot"),
            changed(events.ShotMoved, "number", key="shot"),
            changed(events.DraftSelected, key="shot", selected="draft", selected_at=AT),
        ),
        guards=guards.SHOT,
    ),
    Record(
        Draft,
        rules=(
            made(
                events.DraftMade,
                *("shot", "version", "origin", "engine"),
                *MEASURES,
                *MEDIA_TYPES,
                id=COMMAND,
                film=FILM,
                made_by=ACTOR,
                made_at=AT,
                nobody_else_by="nobody_declared_by",
                nobody_else_at=WHERE_NOBODY,
                sealed=("facts",),
            ),
        ),
        guards=(guards.DRAFT, *in_shot(Draft, besides=guards.SAID)),
    ),
    Record(
        DraftSource,
        film="draft__film",
        rules=(
            made(
                events.DraftMade,
                *("role", "tag", "reference", "earlier"),
                each="sources",
                draft=COMMAND,
                order=PLACE,
            ),
        ),
        free={"id": COUNTED},
        born="draft",
        order="order",
        guards=in_shot(DraftSource, "draft__shot"),
    ),
    Record(Keyframe, guards=in_shot(Keyframe)),
)
