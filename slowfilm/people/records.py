"""How people follow from the ledger."""

from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, Record, always, changed, made
from slowfilm.people import events
from slowfilm.people.models import Person

RECORDS = (
    Record(
        Person,
        rules=(
            made(
                events.PersonAdded,
                *("name", "member"),
                id=COMMAND,
                film=FILM,
                added_by=ACTOR,
                added_at=AT,
                signed_at=None,
                assets=always({}),
                sealed=("note",),
            ),
            changed(events.AssetsSet, "assets", key="person"),
            changed(events.PersonDescribed, "name", "member", key="person", sealed=("note",)),
        ),
    ),
)
