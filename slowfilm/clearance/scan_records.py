"""How scans and tracks follow from the ledger."""

from typing import Any

from slowfilm.clearance import scan_events as events
from slowfilm.clearance.kept import kept
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.ledger.guards import Guard
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    ITEM,
    More,
    Record,
    always,
    changed,
    made,
)

NOBODY_YET: dict[str, Any] = {
    "person": None,
    "place": None,
    "stranger": False,
    "named_by": always(""),
    "named_at": None,
}
NO_DOUBT: dict[str, Any] = {
    "doubt": always(""),
    "doubted_by": always(""),
    "doubted_at": None,
    "dismissed_by": always(""),
    "dismissed_at": None,
}
# A track that an entry makes is its own, or in its list.
IN_LIST = "payload::jsonb -> 'tracks' @> jsonb_build_array(jsonb_build_object('track', NEW.id))"
FOUND = Guard(
    "found",
    "INSERT",
    "its entry does not say so",
    f"NEW.act <> NEW.id AND NOT EXISTS (SELECT FROM slowfilm_entry WHERE command = NEW.act"
    f" AND film_id = NEW.film_id AND (payload IS NULL OR {IN_LIST}))",
    deferred=True,
)
MAY_CHANGE = (
    *("person_id", "place_id", "stranger", "named_by", "named_at"),
    *("doubt", "doubted_by", "doubted_at", "dismissed_by", "dismissed_at"),
)

RECORDS = (
    Record(
        Scan,
        rules=(
            made(
                events.ScanDone,
                *("reference", "draft", "digest", "detector"),
                id=COMMAND,
                film=FILM,
                error=always(""),
                at=AT,
                sealed=("boxes",),
            ),
            made(
                events.ScanFailed,
                *("reference", "draft", "digest", "error"),
                id=COMMAND,
                film=FILM,
                detector=always(""),
                boxes=always({}),
                at=AT,
            ),
        ),
        guards=kept(why="a scan is what was found"),
    ),
    Record(
        Track,
        rules=(
            made(
                events.ScanDone,
                *("reference", "draft", "kind", "first", "end", "frame", "box"),
                each="tracks",
                id="track",
                film=FILM,
                scan=COMMAND,
                words=always(""),
                act=COMMAND,
                added_by=ACTOR,
                added_at=AT,
                **NOBODY_YET,
                **NO_DOUBT,
            ),
            made(
                events.TrackAdded,
                *("reference", "draft", "kind", "first", "end", "box", "words"),
                id=COMMAND,
                film=FILM,
                scan=None,
                frame="first",
                act=COMMAND,
                added_by=ACTOR,
                added_at=AT,
                **NOBODY_YET,
                **NO_DOUBT,
            ),
            changed(
                events.TracksNamed,
                *("person", "stranger"),
                each="tracks",
                key=ITEM,
                named_by=ACTOR,
                named_at=AT,
                **NO_DOUBT,
            ),
            changed(
                events.TracksPlaced,
                "place",
                each="tracks",
                key=ITEM,
                named_by=ACTOR,
                named_at=AT,
                **NO_DOUBT,
            ),
            changed(
                events.TracksDoubted,
                each="tracks",
                key=ITEM,
                doubt="reason",
                doubted_by=ACTOR,
                doubted_at=AT,
            ),
            changed(
                events.TracksDismissed, each="tracks", key=ITEM, dismissed_by=ACTOR, dismissed_at=AT
            ),
            changed(events.TracksRestored, each="tracks", key=ITEM, **NO_DOUBT),
        ),
        born="act",
        guards=(*kept(*MAY_CHANGE, why="what was found stays"), FOUND),
    ),
    More(
        Sighting,
        rules=(
            made(
                events.TracksNamed,
                *("person", "reference", "draft", "seen", "heard"),
                each="sightings",
                id="sighting",
                film=FILM,
                act=COMMAND,
                said_by=ACTOR,
                said_at=AT,
                ended_at=None,
            ),
            changed(events.TracksNamed, each="ended", key=ITEM, ended_at=AT),
        ),
    ),
)
