"""How cuts follow from the ledger."""

from slowfilm.cuts import events, guards
from slowfilm.cuts.guards import in_cut
from slowfilm.cuts.models import Cut, CutClip, CutRender, CutSound, CutVersion
from slowfilm.ledger.guards import never_changed
from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, PLACE, Record, changed, made
from slowfilm.shots.records import COUNTED

IMMUTABLE = (never_changed("a version of a cut is immutable"),)
FILES = ("master", "proxy", "subtitles")

RECORDS = (
    Record(
        Cut,
        rules=(
            made(
                events.CutAdded,
                *("title", "rate", "width", "height"),
                id=COMMAND,
                film=FILM,
                added_by=ACTOR,
                added_at=AT,
                locked_at=None,
            ),
            changed(events.CutRenamed, "title", key="cut"),
        ),
        guards=guards.CUT,
    ),
    Record(
        CutVersion,
        film="cut__film",
        rules=(
            made(
                events.CutSaved,
                *("cut", "number", "note", "frames", "file", "file_name", "left_out"),
                id=COMMAND,
                saved_by=ACTOR,
                saved_at=AT,
            ),
        ),
        guards=(*IMMUTABLE, *in_cut(CutVersion)),
    ),
    Record(
        CutClip,
        film="version__cut__film",
        rules=(
            made(
                events.CutSaved,
                *events.Clip.model_fields,
                each="clips",
                version=COMMAND,
                order=PLACE,
            ),
        ),
        free={"id": COUNTED},
        born="version",
        order="order",
        guards=(*IMMUTABLE, *in_cut(CutClip, "version__cut")),
    ),
    Record(
        CutSound,
        film="version__cut__film",
        rules=(
            made(
                events.CutSaved,
                *events.Sound.model_fields,
                each="sounds",
                version=COMMAND,
                order=PLACE,
            ),
        ),
        free={"id": COUNTED},
        born="version",
        order="order",
        guards=(*IMMUTABLE, *in_cut(CutSound, "version__cut")),
    ),
    Record(
        CutRender,
        rules=(made(events.CutRendered, "version", *FILES, id=COMMAND, film=FILM, rendered_at=AT),),
        guards=IMMUTABLE,
    ),
)
