"""How sightings, releases and their links follow from the ledger."""

from typing import Any

from slowfilm.clearance import after_events, events
from slowfilm.clearance.after import PersonMessage, PersonView, Venues, WithdrawalStep
from slowfilm.clearance.kept import kept, kept_but_erased
from slowfilm.clearance.models import Release, ReleaseLink, Sighting
from slowfilm.clearance.terms import no_limits
from slowfilm.ledger.guards import Guard
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    ITEM,
    More,
    Record,
    Source,
    always,
    changed,
    from_payload,
    made,
)
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

__all__ = ["RECORDS", "kept"]

BY_IF_ALL = Source(lambda entry: entry.actor if entry.payload.nobody_else else "")
AT_IF_ALL = Source(lambda entry: entry.at if entry.payload.nobody_else else None)
TERMS = from_payload(lambda payload: payload.terms.model_dump(mode="json"))
# Of what was asked and given before there were terms.
NO_TERMS: dict[str, Any] = {"terms": always(no_limits()), "private": always({})}
NOT_WITHDRAWN: dict[str, Any] = {
    "superseded_by": None,
    "withdrawn_uses": always([]),
    "withdrawn_at": None,
    "withdrawn_by": always(""),
}
NOBODY_ELSE: dict[str, Any] = {"nobody_else_by": BY_IF_ALL, "nobody_else_at": AT_IF_ALL}

SAYS_SO = (
    "payload::jsonb -> 'sightings' @> jsonb_build_array(jsonb_build_object('sighting', NEW.id))"
)
SAID = Guard(
    "said",
    "INSERT",
    "its entry does not say so",
    f"NOT EXISTS (SELECT FROM slowfilm_entry WHERE command = NEW.act AND film_id = NEW.film_id"
    f" AND (payload IS NULL OR {SAYS_SO}))",
    deferred=True,
)

RECORDS = (
    Record(
        Sighting,
        rules=(
            made(
                events.PeopleNamed,
                *("person", "reference", "draft", "seen", "heard"),
                each="sightings",
                id="sighting",
                film=FILM,
                act=COMMAND,
                said_by=ACTOR,
                said_at=AT,
                ended_at=None,
            ),
            changed(events.PeopleNamed, each="ended", key=ITEM, ended_at=AT),
        ),
        born="act",
        guards=(*kept("ended_at", why="what was said stays"), SAID),
    ),
    Record(
        ReleaseLink,
        rules=(
            made(
                events.ReleaseAsked,
                *("person", "uses", "providers", "language", "ends_at", "expires_at"),
                id=COMMAND,
                film=FILM,
                made_by=ACTOR,
                made_at=AT,
                signed_at=None,
                revoked_at=None,
                supersedes=None,
                **NO_TERMS,
                sealed=("digest",),
            ),
            made(
                events.ReleaseRequested,
                *("person", "uses", "providers", "language", "ends_at", "expires_at"),
                "supersedes",
                id=COMMAND,
                film=FILM,
                terms=TERMS,
                made_by=ACTOR,
                made_at=AT,
                signed_at=None,
                revoked_at=None,
                sealed=("digest", "private"),
            ),
            changed(events.ReleaseLinkRevoked, key="link", revoked_at=AT),
            changed(events.ReleaseGiven, key="link", signed_at=AT),
            changed(events.ReleaseSigned, key="link", signed_at=AT),
        ),
        guards=kept("signed_at", "revoked_at", why="a link is what was asked"),
    ),
    Record(
        Release,
        rules=(
            made(
                events.ReleaseGiven,
                *("person", "link", "uses", "providers", "language"),
                *("text_version", "text_hash", "ends_at"),
                id=COMMAND,
                film=FILM,
                given_by=ACTOR,
                signed_at=AT,
                starts_at=AT,
                paper=None,
                **NO_TERMS,
                **NOT_WITHDRAWN,
                sealed=("text", "signed_name"),
            ),
            made(
                events.ReleaseSigned,
                *("person", "link", "uses", "providers", "language", "paper"),
                *("text_version", "text_hash", "ends_at"),
                id=COMMAND,
                film=FILM,
                terms=TERMS,
                given_by=ACTOR,
                signed_at=AT,
                starts_at=AT,
                **NOT_WITHDRAWN,
                sealed=("text", "signed_name", "private"),
            ),
            changed(events.ReleaseSigned, key="supersedes", superseded_by=COMMAND),
            changed(events.UsesWithdrawn, key="release", withdrawn_uses="uses"),
            changed(events.ReleaseWithdrawn, key="release", withdrawn_at=AT, withdrawn_by=ACTOR),
        ),
        guards=kept(
            *("withdrawn_at", "withdrawn_by", "withdrawn_uses", "superseded_by_id"),
            why="a release is what was signed",
        ),
    ),
    Record(
        WithdrawalStep,
        rules=(
            *(
                made(
                    fact,
                    *("release", "kind", "due", "owner"),
                    each="steps",
                    id="step",
                    film=FILM,
                    withdrawal=COMMAND,
                    done_at=None,
                    done_by=always(""),
                    remark=always(""),
                )
                for fact in (events.ReleaseWithdrawn, events.UsesWithdrawn)
            ),
            changed(after_events.WithdrawalStepSet, "due", "owner", key="step"),
            changed(
                after_events.WithdrawalStepDone,
                key="step",
                done_at=AT,
                done_by=ACTOR,
                sealed=("remark",),
            ),
        ),
        born="withdrawal",
        guards=kept("due", "owner_id", "done_at", "done_by", "remark", why="what was asked stays"),
    ),
    Record(
        PersonView,
        rules=(
            made(
                after_events.PersonViewed,
                *("person", "draft", "agrees"),
                id=COMMAND,
                film=FILM,
                said_by=ACTOR,
                said_at=AT,
            ),
        ),
        guards=kept(why="what a person said stays"),
    ),
    Record(
        PersonMessage,
        rules=(
            made(
                after_events.PersonWritten,
                "person",
                id=COMMAND,
                film=FILM,
                said_by=ACTOR,
                said_at=AT,
                sealed=("text",),
            ),
        ),
        guards=kept_but_erased(words="text", listed="messages", why="what was written stays"),
    ),
    Record(
        Venues,
        rules=(
            made(
                after_events.VenuesSet,
                *("media", "territory"),
                id=COMMAND,
                film=FILM,
                said_by=ACTOR,
                said_at=AT,
            ),
        ),
        guards=kept(why="what was said stays"),
    ),
    More(Person, rules=(changed(events.ReleaseGiven, key="person", signed_at=AT),)),
    More(Person, rules=(changed(events.ReleaseSigned, key="person", signed_at=AT),)),
    More(
        Reference,
        rules=(
            changed(
                events.NobodyDeclared, key="reference", nobody_else_by=ACTOR, nobody_else_at=AT
            ),
            changed(events.PeopleNamed, each="references", key=ITEM, **NOBODY_ELSE),
        ),
    ),
    More(
        Draft,
        rules=(changed(events.PeopleNamed, each="drafts", key=ITEM, **NOBODY_ELSE),),
    ),
)
