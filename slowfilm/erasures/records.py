"""How erasures follow from the ledger, and what they empty."""

from uuid import UUID

from slowfilm.clearance.after import PersonMessage
from slowfilm.clearance.aftercare import HarmCase
from slowfilm.clearance.kept import kept
from slowfilm.erasures import events
from slowfilm.erasures.models import Erasure
from slowfilm.ledger.events import PayloadsErased
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
    from_payload,
    made,
)
from slowfilm.people.models import Person
from slowfilm.references.models import Line


def nameless(person: UUID) -> str:
    """What stands in the place of a name that was erased, in every language."""
    return f"#{person.hex[:8]}"


RECORDS = (
    Record(
        Erasure,
        rules=(
            made(
                events.ErasureAsked,
                *("person", "digest"),
                id=COMMAND,
                film=FILM,
                asked_by=ACTOR,
                asked_at=AT,
                done_by=always(""),
                done_at=None,
                dropped_by=always(""),
                dropped_at=None,
            ),
            changed(events.ErasureDropped, key="erasure", dropped_by=ACTOR, dropped_at=AT),
            changed(PayloadsErased, key="erasure", done_by=ACTOR, done_at=AT),
        ),
        guards=kept("done_by", "done_at", "dropped_by", "dropped_at", why="what was asked stays"),
    ),
    More(
        Person,
        rules=(
            changed(
                PayloadsErased,
                key="person",
                name=from_payload(lambda fact: nameless(fact.person)),
                note=always(""),
                assets=always({}),
            ),
        ),
    ),
    More(
        PersonMessage,
        rules=(changed(PayloadsErased, each="messages", key=ITEM, text=always("")),),
    ),
    More(
        Line,
        rules=(
            changed(
                PayloadsErased,
                each="lines",
                key=ITEM,
                words=always(""),
                translation=always(""),
            ),
        ),
    ),
    More(HarmCase, rules=(changed(PayloadsErased, each="cases", key=ITEM, words=always("")),)),
)
