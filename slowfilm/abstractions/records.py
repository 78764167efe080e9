"""How abstractions and light spaces, and the references they are, follow from the ledger."""

from slowfilm.abstractions import events
from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.ledger.messages import Fact
from slowfilm.ledger.records import (
    ACTOR,
    AT,
    COMMAND,
    FILM,
    More,
    Record,
    Rule,
    Source,
    always,
    from_payload,
    made,
    removed,
)
from slowfilm.references.events import Described
from slowfilm.references.models import Reference

Nobody = Source | None  # who said that nobody is in it, and when


def reference(fact: type[Fact], nobody_else_by: Source, nobody_else_at: Nobody) -> Rule:
    """How a reference follows from an entry by which a job is to make it."""
    return made(
        fact,
        *Described.model_fields,
        id=COMMAND,
        film=FILM,
        kind=always(""),
        added_by=ACTOR,
        added_at=AT,
        facts=always({}),
        nobody_else_by=nobody_else_by,
        nobody_else_at=nobody_else_at,
        upload=None,
        original=None,
        proxy=None,
        poster=None,
        filmstrip=None,
        waveform=None,
    )


RECORDS = (
    More(
        Reference,
        rules=(
            reference(events.ReferenceAbstracted, nobody_else_by=always(""), nobody_else_at=None),
            # Made of nothing: who made it says by that, that nobody is in it.
            reference(events.LightSpaceMade, nobody_else_by=ACTOR, nobody_else_at=AT),
            removed(events.AbstractionRemoved, key="reference"),
            removed(events.LightSpaceRemoved, key="reference"),
        ),
    ),
    Record(
        Abstraction,
        rules=(
            made(
                events.ReferenceAbstracted,
                *("source", "look", "seed"),
                id=COMMAND,
                film=FILM,
                reference=COMMAND,
                source_digest="digest",
                guards=from_payload(lambda fact: fact.model_dump(mode="json")["guards"]),
                spans=from_payload(lambda fact: fact.model_dump(mode="json")["spans"]),
                made_by=ACTOR,
                made_at=AT,
            ),
            removed(events.AbstractionRemoved, key="reference"),
        ),
    ),
    Record(
        LightSpace,
        rules=(
            made(
                events.LightSpaceMade,
                "made_from",
                id=COMMAND,
                film=FILM,
                reference=COMMAND,
                space=from_payload(lambda fact: fact.model_dump(mode="json")["space"]),
                made_by=ACTOR,
                made_at=AT,
            ),
            removed(events.LightSpaceRemoved, key="reference"),
        ),
    ),
)
