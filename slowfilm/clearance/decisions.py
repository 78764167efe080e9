"""Decisions: what was given up and what came instead; dissent stands beside it."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from slowfilm.clearance import work_events as events
from slowfilm.clearance.works import Decision, Dissent
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Scene, Shot

FIELDS = tuple(events.Decided.model_fields)
LEADING: dict[str, type[Model]] = {
    "scene": Scene,
    "shot": Shot,
    "place": Place,
    "instead_reference": Reference,
    "instead_shot": Shot,
}


@action(events.WriteDecision, May.MAKE, events.DecisionWritten)
def write_decision(this: Act, asked: events.WriteDecision) -> events.DecisionWritten:
    """Write down what was given up, and what came instead."""
    Decision.objects.create(
        id=this.command,
        film_id=this.film_id,
        **_columns(this.film_id, asked),
        written_by=this.actor,
        written_at=this.at,
    )
    return events.DecisionWritten.of(asked)


@action(events.ChangeDecision, May.MAKE, events.DecisionChanged)
def change_decision(this: Act, asked: events.ChangeDecision) -> events.DecisionChanged:
    """Say anew what a decision was. The record keeps what it was before."""
    found = find_decision(this.film_id, asked.decision)
    columns = _columns(this.film_id, asked)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=[name.removesuffix("_id") for name in columns])
    return events.DecisionChanged.of(asked)


@action(events.Disagree, May.MARK, events.DissentStated)
def disagree(this: Act, asked: events.Disagree) -> events.DissentStated:
    """Say that one sees a decision otherwise."""
    found = find_decision(this.film_id, asked.decision)
    Dissent.objects.create(
        id=this.command,
        decision=found,
        words=asked.words,
        said_by=this.actor,
        said_at=this.at,
    )
    return events.DissentStated.of(asked)


def find_decision(film_id: UUID, decision: UUID) -> Decision:
    """One decision of a film. Raises Refused."""
    found = Decision.objects.filter(film_id=film_id, id=decision).first()
    if found is None:
        raise Refused("no-decision", _("There is no such decision in this film."))
    return found


def _columns(film_id: UUID, asked: events.Decided) -> dict[str, Any]:
    """A decision's columns; what it leads to is of the film. Raises Refused."""
    columns: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(asked, name)
        if name in LEADING:
            _refuse_strange(film_id, name, value)
            columns[f"{name}_id"] = value
        else:
            columns[name] = value
    return columns


def _refuse_strange(film_id: UUID, name: str, value: UUID | None) -> None:
    rows = LEADING[name]._default_manager.filter(film_id=film_id, id=value)
    if value is not None and not rows.exists():
        said = _("There is no such thing in this film.")
        raise Refused(f"no-{name.removeprefix('instead_')}", said)
