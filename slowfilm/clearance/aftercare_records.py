"""How copies, check-ins and cases of harm follow from the ledger."""

from slowfilm.clearance import aftercare_events as events
from slowfilm.clearance.aftercare import CheckIn, Copy, HarmCase
from slowfilm.clearance.kept import kept, kept_but_erased
from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, Record, always, changed, made

RECORDS = (
    Record(
        Copy,
        rules=(
            made(
                events.CopyRecorded,
                *("venue", "medium", "territory", "version", "sent_on", "until"),
                id=COMMAND,
                film=FILM,
                recorded_by=ACTOR,
                recorded_at=AT,
                recalled_by=always(""),
                recalled_at=None,
            ),
            changed(events.CopyRecalled, key="sent", recalled_by=ACTOR, recalled_at=AT),
        ),
        guards=kept("recalled_by", "recalled_at", why="where a copy went stays"),
    ),
    Record(
        CheckIn,
        rules=(
            made(
                events.CheckInPlanned,
                *("person", "due", "owner"),
                id=COMMAND,
                film=FILM,
                done_by=always(""),
                done_at=None,
                outcome=always(""),
            ),
            changed(
                events.CheckInDone, key="check_in", done_by=ACTOR, done_at=AT, sealed=("outcome",)
            ),
        ),
        guards=kept("done_by", "done_at", "outcome", why="what was planned stays"),
    ),
    Record(
        HarmCase,
        rules=(
            made(
                events.HarmReported,
                "person",
                id=COMMAND,
                film=FILM,
                opened_by=ACTOR,
                opened_at=AT,
                remedy=always(""),
                copy=None,
                due=None,
                owner=None,
                decided_at=None,
                closed_by=always(""),
                closed_at=None,
                outcome=always(""),
                sealed=("words",),
            ),
            changed(
                events.RemedyDecided,
                *("remedy", "due", "owner"),
                key="case",
                copy="recalled",
                decided_at=AT,
            ),
            changed(
                events.HarmCaseClosed,
                key="case",
                closed_by=ACTOR,
                closed_at=AT,
                sealed=("outcome",),
            ),
        ),
        guards=kept_but_erased(
            *("remedy", "copy_id", "due", "owner_id", "decided_at"),
            *("closed_by", "closed_at", "outcome"),
            words="words",
            listed="cases",
            why="what was told stays",
        ),
    ),
)
