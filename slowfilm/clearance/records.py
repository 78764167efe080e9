"""How sightings, releases and their links follow from the ledger."""

from typing import Any

from slowfilm.clearance import events
from slowfilm.clearance.kept import kept
from slowfilm.clearance.models import Release, ReleaseLink, Sighting
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
    made,
)
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

__all__ = ["RECORDS", "kept"]

BY_IF_ALL = Source(lambda said: said.actor if said.payload.nobody_else else "")
AT_IF_ALL = Source(lambda said: said.at if said.payload.nobody_else else None)
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
                sealed=("digest",),
            ),
            changed(events.ReleaseLinkRevoked, key="link", revoked_at=AT),
            changed(events.ReleaseGiven, key="link", signed_at=AT),
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
                withdrawn_at=None,
                withdrawn_by=always(""),
                sealed=("text", "signed_name"),
            ),
            changed(events.ReleaseWithdrawn, key="release", withdrawn_at=AT, withdrawn_by=ACTOR),
        ),
        guards=kept("withdrawn_at", "withdrawn_by", why="a release is what was signed"),
    ),
    More(Person, rules=(changed(events.ReleaseGiven, key="person", signed_at=AT),)),
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
