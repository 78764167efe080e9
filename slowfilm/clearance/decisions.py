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
def write_decision(this: Act, command: events.WriteDecision) -> events.DecisionWritten:
    """Write down what was given up, and what came instead."""
    Decision.objects.create(
        id=this.command,
        film_id=this.film_id,
        **_columns(this.film_id, command),
        written_by=this.actor,
        written_at=this.at,
    )
    return events.DecisionWritten.of(command)


@action(events.ChangeDecision, May.MAKE, events.DecisionChanged)
def change_decision(this: Act, command: events.ChangeDecision) -> events.DecisionChanged:
    """Say anew what a decision was. The record keeps what it was before."""
    decision = find_decision(this.film_id, command.decision)
    columns = _columns(this.film_id, command)
    for name, value in columns.items():
        setattr(decision, name, value)
    decision.save(update_fields=[name.removesuffix("_id") for name in columns])
    return events.DecisionChanged.of(command)


@action(events.Disagree, May.MARK, events.DissentStated)
def disagree(this: Act, command: events.Disagree) -> events.DissentStated:
    """Say that one sees a decision otherwise."""
    decision = find_decision(this.film_id, command.decision)
    Dissent.objects.create(
        id=this.command,
        decision=decision,
        words=command.words,
        said_by=this.actor,
        said_at=this.at,
    )
    return events.DissentStated.of(command)


def find_decision(film_id: UUID, decision: UUID) -> Decision:
    """One decision of a film. Raises Refused."""
    row = Decision.objects.filter(film_id=film_id, id=decision).first()
    if row is None:
        raise Refused("no-decision", _("There is no such decision in this film."))
    return row


def _columns(film_id: UUID, command: events.Decided) -> dict[str, Any]:
    """A decision's columns; what it leads to is of the film. Raises Refused."""
    columns: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(command, name)
        if name in LEADING:
            _refuse_strange(film_id, name, value)
            columns[f"{name}_id"] = value
        else:
            columns[name] = value
    return columns


def _refuse_strange(film_id: UUID, name: str, value: UUID | None) -> None:
    rows = LEADING[name]._default_manager.filter(film_id=film_id, id=value)
    if value is not None and not rows.exists():
        sentence = _("There is no such thing in this film.")
        raise Refused(f"no-{name.removeprefix('instead_')}", sentence)
