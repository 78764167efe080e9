"""How licences, rulings and decisions follow from the ledger."""

from slowfilm.clearance import work_events as events
from slowfilm.clearance.records import kept
from slowfilm.clearance.works import Decision, Dissent, Licence, Ruling
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    More,
    Record,
    always,
    changed,
    made,
)
from slowfilm.people.place import Place

TERMS = tuple(events.LicenceTerms.model_fields)
DECIDED = tuple(events.Decided.model_fields)


RECORDS = (
    Record(
        Licence,
        rules=(
            made(
                events.LicenceRecorded,
                *(*TERMS, "starts_at", "ends_at", "references"),
                id=COMMAND,
                film=FILM,
                recorded_by=ACTOR,
                recorded_at=AT,
                withdrawn_by=always(""),
                withdrawn_at=None,
            ),
            changed(events.WorksLicensed, "references", key="licence"),
            changed(events.LicenceWithdrawn, key="licence", withdrawn_by=ACTOR, withdrawn_at=AT),
        ),
        guards=kept(
            *("references", "withdrawn_by", "withdrawn_at"), why="a licence is what it allows"
        ),
    ),
    Record(
        Ruling,
        rules=(
            made(
                events.CareTaken,
                *("reference", "draft", "reason"),
                id=COMMAND,
                film=FILM,
                kind=always("care"),
                ground=always(""),
                written_by=ACTOR,
                written_at=AT,
                signed_by=always(""),
                signed_at=None,
                ended_by=always(""),
                ended_at=None,
            ),
            made(
                events.ReasonWritten,
                *("reference", "draft", "reason", "ground"),
                id=COMMAND,
                film=FILM,
                kind=always("law"),
                written_by=ACTOR,
                written_at=AT,
                signed_by=always(""),
                signed_at=None,
                ended_by=always(""),
                ended_at=None,
            ),
            changed(events.ReasonSigned, key="ruling", signed_by=ACTOR, signed_at=AT),
            changed(events.RulingEnded, key="ruling", ended_by=ACTOR, ended_at=AT),
        ),
        guards=kept(
            *("signed_by", "signed_at", "ended_by", "ended_at"), why="a ruling is what was written"
        ),
    ),
    Record(
        Decision,
        rules=(
            made(
                events.DecisionWritten,
                *DECIDED,
                id=COMMAND,
                film=FILM,
                written_by=ACTOR,
                written_at=AT,
            ),
            changed(events.DecisionChanged, *DECIDED, key="decision"),
        ),
    ),
    Record(
        Dissent,
        film="decision__film",
        rules=(
            made(
                events.DissentStated,
                *("decision", "words"),
                id=COMMAND,
                said_by=ACTOR,
                said_at=AT,
            ),
        ),
        guards=kept(why="dissent stays"),
    ),
    More(
        Place,
        rules=(changed(events.PlaceShown, "references", "drafts", "scenes", key="place"),),
    ),
)
