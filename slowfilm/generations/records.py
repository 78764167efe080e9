"""How briefs and their runs follow from the ledger."""

from slowfilm.clearance.records import kept
from slowfilm.generations import events
from slowfilm.generations.models import (
    Brief,
    BriefLine,
    Citation,
    Comparison,
    ComparisonCell,
    Generation,
    Permission,
)
from slowfilm.ledger.guards import Guard, differs, never_changed
from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, PLACE, Record, always, changed, made
from slowfilm.shots.events import DraftMade
from slowfilm.shots.guards import in_shot
from slowfilm.shots.records import COUNTED

AS_ASKED = "a comparison stays as it was asked for"
WORKED_OUT = ("difference_id", "distance")
AGAIN = "worked out from two drafts, and the same whenever that is done"

RECORDS = (
    Record(
        Brief,
        rules=(
            made(
                events.GenerationQueued,
                *("shot", *events.WANTED),
                id="brief",
                film=FILM,
                written_by=ACTOR,
                written_at=AT,
                again=(),
            ),
        ),
        guards=in_shot(Brief),
    ),
    Record(
        Citation,
        film="brief__film",
        rules=(
            made(
                events.GenerationQueued,
                *events.CitationMade.model_fields,
                each="citations",
                brief="brief",
                order=PLACE,
                again=(),
            ),
        ),
        free={"id": COUNTED},
        born="brief",
        order="order",
        guards=in_shot(Citation, "brief__shot"),
    ),
    Record(
        BriefLine,
        film="brief__film",
        rules=(
            made(
                events.GenerationQueued,
                *events.Said.model_fields,
                each="lines",
                brief="brief",
                order=PLACE,
                again=(),
            ),
        ),
        free={"id": COUNTED},
        born="brief",
        order="order",
        guards=in_shot(BriefLine, "brief__shot"),
    ),
    Record(
        Generation,
        rules=(
            made(
                events.GenerationQueued,
                *("shot", "brief", "sent_to"),
                id=COMMAND,
                film=FILM,
                draft=None,
                asked_by=ACTOR,
                asked_at=AT,
            ),
            changed(DraftMade, key="generation", draft="draft"),
        ),
        free={
            "job": "which job of the queue ran it; what came of it is an entry",
            "memory": "what its engine keeps for a second attempt at the same run",
            "poster": "a look at work under way, replaced as it goes on",
        },
    ),
    Record(
        Comparison,
        rules=(
            made(
                events.ComparisonMade,
                *("shot", "kind"),
                id=COMMAND,
                film=FILM,
                asked_by=ACTOR,
                asked_at=AT,
            ),
        ),
        guards=(never_changed(AS_ASKED),),
    ),
    Record(
        ComparisonCell,
        film="comparison__film",
        rules=(
            made(
                events.ComparisonMade,
                *events.Compared.model_fields,
                each="cells",
                comparison=COMMAND,
                order=PLACE,
            ),
        ),
        free={"id": COUNTED, "difference": AGAIN, "distance": AGAIN},
        born="comparison",
        order="order",
        guards=(Guard("unchanged", "UPDATE", AS_ASKED, differs(WORKED_OUT)),),
    ),
    Record(
        Permission,
        rules=(
            made(
                events.EnginePermitted,
                *("engine", "terms", "basis"),
                id=COMMAND,
                film=FILM,
                recorded_by=ACTOR,
                recorded_at=AT,
                withdrawn_by=always(""),
                withdrawn_at=None,
            ),
            changed(
                events.PermissionWithdrawn, key="permission", withdrawn_by=ACTOR, withdrawn_at=AT
            ),
        ),
        guards=kept("withdrawn_by", "withdrawn_at", why="a permission is what was recorded"),
    ),
)
