"""How references follow from the ledger."""

from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    ITEM,
    PLACE,
    Record,
    always,
    changed,
    made,
    removed,
)
from slowfilm.references import events
from slowfilm.references.models import Character, CharacterReference, Line, Reference

DESCRIBED = tuple(events.Described.model_fields)
SPOKEN = tuple(events.Spoken.model_fields)
COPIES = ("proxy", "poster", "filmstrip", "waveform")

RECORDS = (
    Record(
        Reference,
        rules=(
            made(
                events.ReferenceAdded,
                *DESCRIBED,
                id=COMMAND,
                film=FILM,
                kind=always(""),
                added_by=ACTOR,
                added_at=AT,
                nobody_else_by=always(""),
                nobody_else_at=None,
                upload=COMMAND,
                original=None,
                facts=always({}),
                proxy=None,
                poster=None,
                filmstrip=None,
                waveform=None,
            ),
            changed(events.ReferenceDescribed, *DESCRIBED, key="reference"),
            changed(
                events.ReferencePrepared,
                *("kind", *COPIES),
                key="reference",
                upload=None,
                original="digest",
                sealed=("facts",),
            ),
            changed(
                events.ReferenceStripped,
                *COPIES,
                key="reference",
                original="digest",
                sealed=("facts",),
            ),
            changed(
                events.ReferenceTracksChosen,
                *COPIES,
                key="reference",
                nobody_else_by=always(""),
                nobody_else_at=None,
                sealed=("facts",),
            ),
            removed(events.ReferenceRemoved, key="reference"),
        ),
    ),
    Record(
        Character,
        rules=(
            made(
                events.CharacterAdded,
                *("person", "period"),
                id=COMMAND,
                film=FILM,
                added_by=ACTOR,
                added_at=AT,
            ),
            changed(events.CharacterChanged, "period", key="character"),
            removed(events.CharacterRemoved, key="character"),
        ),
    ),
    Record(
        CharacterReference,
        film="character__film",
        rules=(
            made(events.ReferenceGiven, *("character", "reference", "role", "order"), id=COMMAND),
            changed(events.MaterialOrdered, each="material", key=ITEM, order=PLACE),
            removed(events.ReferenceTakenAway, key="material"),
        ),
    ),
    Record(
        Line,
        rules=(
            made(
                events.LineWritten,
                *("character", *SPOKEN),
                id=COMMAND,
                film=FILM,
                written_by=ACTOR,
                written_at=AT,
            ),
            changed(events.LineChanged, *SPOKEN, key="line"),
            removed(events.LineRemoved, key="line"),
        ),
    ),
)
