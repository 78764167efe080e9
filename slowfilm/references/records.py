"""How references follow from the ledger."""

from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, Record, always, changed, made, removed
from slowfilm.references import events
from slowfilm.references.models import Reference

DESCRIBED = tuple(events.Described.model_fields)
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
            removed(events.ReferenceRemoved, key="reference"),
        ),
    ),
)
