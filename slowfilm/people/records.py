"""How people follow from the ledger."""

from slowfilm.ledger.records import ACTOR, AT, COMMAND, FILM, Record, always, changed, made
from slowfilm.people import events, place_events
from slowfilm.people.models import Person
from slowfilm.people.place import Place

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
    Record(
        Place,
        rules=(
            made(
                place_events.PlaceAdded,
                *("name", "kind"),
                id=COMMAND,
                film=FILM,
                agreed=always("unasked"),
                conditions=always(""),
                answered_at=None,
                answered_by=always(""),
                references=always([]),
                drafts=always([]),
                scenes=always([]),
                added_by=ACTOR,
                added_at=AT,
                sealed=("residents",),
            ),
            changed(
                place_events.PlaceDescribed, "name", "kind", key="place", sealed=("residents",)
            ),
            changed(
                place_events.AgreementRecorded,
                *("agreed", "conditions"),
                key="place",
                answered_at=AT,
                answered_by=ACTOR,
            ),
        ),
    ),
)
