"""References made with light: frames taken out of a draft, and a reference in another light.

So a hand-lit frame goes back to an engine as a keyframe, a span that is to stay as a motion, and a
plate is lit before anything is made on it.
"""

from typing import Any

from django.utils.translation import gettext as _

from slowfilm.films.roles import May
from slowfilm.jobs.kinds import JobKind
from slowfilm.jobs.queue import enqueue
from slowfilm.ledger import Act, Refused, action
from slowfilm.light import events
from slowfilm.light.light_pass import told
from slowfilm.references.actions import DESCRIBED
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

TAKE = JobKind("take-frames", "io")
RELIGHT = JobKind("light-reference", "io")
LONGEST = 1500  # frames of a span


@action(events.TakeFrames, May.MAKE, events.FramesTaken)
def take_frames(this: Act, command: events.TakeFrames) -> events.FramesTaken:
    """Have frames of a draft made a reference: a picture of one, a silent clip of several.

    Who is in it somebody must say anew, as of any reference.
    """
    draft = Draft.objects.select_related("shot__scene").filter(film_id=this.film_id)
    row = draft.filter(id=command.draft).first()
    if row is None:
        raise Refused("no-draft", _("There is no such draft in this film."))
    if not command.first < command.last <= row.frames:
        raise Refused("no-frame", _("The draft has no such frame."))
    if command.last - command.first > LONGEST:
        sentence = _("A span of %(count)s frames at most can be taken.")
        raise Refused("too-long", sentence % {"count": LONGEST})
    light, now = told(row) if command.lit else (None, None)
    name = command.name.strip() or f"{row.name} {command.first}"
    described = _reference(this, name)
    facts = {"draft": str(row.id), "first": command.first, "last": command.last, "light": light}
    enqueue(film_id=this.film_id, kind=TAKE, subject=this.command, facts=facts)
    return events.FramesTaken.model_validate(
        {
            **described,
            "draft": row.id,
            "first": command.first,
            "last": command.last,
            "light": now.digest if now else "",
        }
    )


@action(events.LightReference, May.MAKE, events.ReferenceLit)
def light_reference(this: Act, command: events.LightReference) -> events.ReferenceLit:
    """Have another reference made of a picture or clip, in this light: a plate, before a brief."""
    source = Reference.objects.filter(film_id=this.film_id, id=command.source).first()
    if source is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    if not source.ready:
        raise Refused("not-prepared", _("It is not prepared yet."))
    if source.kind == Reference.Kind.SOUND:
        raise Refused("not-possible", _("Nothing is seen in a sound."))
    described = {name: getattr(source, name) for name in DESCRIBED}
    described |= _reference(this, command.name.strip() or source.name, described)
    light = command.light.model_dump(mode="json")
    facts = {"source": str(source.id), "digest": source.original_id, "light": light}
    enqueue(film_id=this.film_id, kind=RELIGHT, subject=this.command, facts=facts)
    return events.ReferenceLit.model_validate(
        {**described, "source": source.id, "light": command.light}
    )


def _reference(this: Act, name: str, described: dict[str, Any] | None = None) -> dict[str, Any]:
    """A reference that a job is to make, with the command's id; what it is called."""
    about = described or {**dict.fromkeys(DESCRIBED, ""), "study": False}
    about = {**about, "name": name}
    if described is None:
        about["medium"] = Reference.Medium.GENERATED.value
    by = {"added_by": this.actor, "added_at": this.at}
    Reference.objects.create(id=this.command, film_id=this.film_id, **about, **by)
    return about


def light_of(light: dict[str, Any]) -> dict[str, Any]:
    """One light as the media floor takes it: the same at every frame."""
    key = {"frame": 0, "how": "hold", "light": light, "strokes": []}
    return {"keys": [key], "exposure": []}
