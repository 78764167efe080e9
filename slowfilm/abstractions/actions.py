"""What can be asked of abstractions and light spaces."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.abstractions import events
from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import enqueue
from slowfilm.ledger import Act, Refused, action
from slowfilm.references.actions import DESCRIBED
from slowfilm.references.models import Reference

ABSTRACT = JobKind("abstract-reference", "io")
RENDER = JobKind("render-light-space", "io")
LONGEST = 300  # seconds of a clip that is composed frame by frame


@action(events.AbstractReference, May.MAKE, events.ReferenceAbstracted)
def abstract_reference(this: Act, command: events.AbstractReference) -> events.ReferenceAbstracted:
    """Have light put where the guards of a reference are, in another reference.

    What is in the new one, beside what is hidden, somebody must say anew.
    """
    source = Reference.objects.filter(film_id=this.film_id, id=command.source).first()
    if source is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    refuse_impossible(source, command)
    hidden = command.model_dump(mode="json", include=set(events.Hidden.model_fields))
    fields = {name: getattr(source, name) for name in DESCRIBED} | {"name": command.name}
    reference = _reference(this, fields)
    Abstraction.objects.create(
        id=this.command,
        film_id=this.film_id,
        reference=reference,
        source=source,
        source_digest=str(source.original_id),
        made_by=this.actor,
        made_at=this.at,
        **hidden,
    )
    enqueue(film_id=this.film_id, kind=ABSTRACT, subject=reference.id)
    return events.ReferenceAbstracted.model_validate(
        {**fields, **hidden, "source": source.id, "digest": source.original_id}
    )


def refuse_impossible(source: Reference, command: events.Hidden) -> None:
    """Raise Refused where nothing can be hidden so."""
    if not source.ready:
        raise Refused("not-prepared", _("It is not prepared yet."))
    if not command.guards and not command.spans:
        raise Refused("nothing-hidden", _("Mark what may not be seen or heard."))
    if command.guards and source.kind == Reference.Kind.SOUND:
        raise Refused("not-possible", _("Nothing is seen in a sound."))
    if command.spans and not heard(source):
        raise Refused("not-possible", _("Nothing is heard in it."))
    if any(span.end_ms <= span.start_ms for span in command.spans):
        raise Refused("backwards", _("A span must end after it begins."))
    if (source.seconds or 0) > LONGEST:
        sentence = _("It lasts longer than %(minutes)s minutes: bring in the part that you need.")
        raise Refused("too-long", sentence % {"minutes": LONGEST // 60})


def heard(reference: Reference) -> bool:
    """Whether it sounds."""
    return reference.kind == Reference.Kind.SOUND or bool(reference.facts.get("has_sound"))


@action(events.MakeLightSpace, May.MAKE, events.LightSpaceMade)
def make_light_space(this: Act, command: events.MakeLightSpace) -> events.LightSpaceMade:
    """Have a light space rendered, as a reference in which by its making nobody is."""
    earlier = None
    if command.made_from is not None:
        spaces = LightSpace.objects.filter(film_id=this.film_id, id=command.made_from)
        earlier = spaces.select_related("reference").first()
        if earlier is None:
            raise Refused("no-light-space", _("There is no such light space in this film."))
        if not earlier.reference.ready:
            raise Refused("not-prepared", _("It is not prepared yet."))
    fields: dict[str, Any] = dict.fromkeys(DESCRIBED, "")
    fields |= {"name": command.name, "medium": Reference.Medium.GENERATED.value, "study": False}
    reference = _reference(this, fields, nobody_else_by=this.actor, nobody_else_at=this.at)
    LightSpace.objects.create(
        id=this.command,
        film_id=this.film_id,
        reference=reference,
        made_from=earlier,
        space=command.space.model_dump(mode="json"),
        made_by=this.actor,
        made_at=this.at,
    )
    enqueue(film_id=this.film_id, kind=RENDER, subject=reference.id)
    return events.LightSpaceMade.model_validate(
        {**fields, "space": command.space, "made_from": command.made_from}
    )


@action(events.RenderAgain, May.MAKE, events.RenderAskedAgain)
def render_again(this: Act, command: events.RenderAgain) -> events.RenderAskedAgain:
    """Have a reference made once more that could not be made."""
    row = _unmade(this, command.reference)
    kind = ABSTRACT if isinstance(row, Abstraction) else RENDER
    enqueue(film_id=this.film_id, kind=kind, subject=row.id)
    return events.RenderAskedAgain.of(command)


@action(events.RemoveAbstraction, May.MAKE, events.AbstractionRemoved)
def remove_abstraction(this: Act, command: events.RemoveAbstraction) -> events.AbstractionRemoved:
    """Take away an abstraction that could not be made, and so was never used."""
    return events.AbstractionRemoved.of(
        command, name=_removed(this, command.reference, Abstraction)
    )


@action(events.RemoveLightSpace, May.MAKE, events.LightSpaceRemoved)
def remove_light_space(this: Act, command: events.RemoveLightSpace) -> events.LightSpaceRemoved:
    """Take away a light space that could not be rendered, and so was never used."""
    return events.LightSpaceRemoved.of(command, name=_removed(this, command.reference, LightSpace))


def _removed(this: Act, reference: UUID, kind: type[Abstraction | LightSpace]) -> str:
    row = _unmade(this, reference)
    if not isinstance(row, kind):
        raise Refused("no-reference", _("There is no such reference in this film."))
    name = row.reference.name
    row.delete()
    row.reference.delete()
    return name


def _unmade(this: Act, reference: UUID) -> Abstraction | LightSpace:
    """What is neither ready nor being made. Raises Refused."""
    row = made_here(this.film_id, reference)
    if row is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    if row.reference.ready:
        raise Refused("prepared", _("It is prepared already."))
    if Job.objects.open().filter(kind__in=(ABSTRACT.name, RENDER.name), subject=row.id).exists():
        raise Refused("preparing", _("It is being prepared just now."))
    return row


def made_here(film_id: UUID, reference: UUID) -> Abstraction | LightSpace | None:
    """What a reference was made of; None for one that was brought in."""
    about = {"film_id": film_id, "id": reference}
    for kind in (Abstraction, LightSpace):
        if row := kind.objects.filter(**about).select_related("reference").first():
            return row
    return None


def _reference(this: Act, fields: dict[str, Any], **columns: Any) -> Reference:
    return Reference.objects.create(
        id=this.command,
        film_id=this.film_id,
        added_by=this.actor,
        added_at=this.at,
        **fields,
        **columns,
    )
