"""What can be done to scenes, shots and the drafts that compete for them."""

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from slowfilm.ledger import Refused, act, events
from slowfilm.ledger.models import Entry
from slowfilm.shots.models import Draft, Scene, Shot

BETWEEN = 10  # shots are numbered by tens, so that one can come between


def open_shot(film_id: UUID, shot: UUID) -> Shot:
    """A shot of the film that is not locked. Raises Refused."""
    found = Shot.objects.select_related("scene").filter(film_id=film_id, id=shot).first()
    if found is None:
        raise Refused("no-shot", _("There is no such shot in this film."))
    if found.locked_at is not None:
        raise Refused("locked", _("This shot is locked. Nothing in it can change any more."))
    return found


def add_scene(*, film_id: UUID, actor: str, command: UUID, title: str = "") -> Entry:
    """Begin the next scene. Its id is the command's."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        scenes = Scene.objects.filter(film_id=film_id)
        number = (scenes.aggregate(last=Max("number"))["last"] or 0) + 1
        Scene.objects.create(id=command, film_id=film_id, number=number, title=title)
        return this.record(events.SceneAdded(number=number, title=title))


def add_shot(
    *, film_id: UUID, actor: str, command: UUID, scene: UUID, title: str = "", intent: str = ""
) -> Entry:
    """Add a shot at the end of a scene. Its id is the command's. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        into = Scene.objects.filter(film_id=film_id, id=scene).first()
        if into is None:
            raise Refused("no-scene", _("There is no such scene in this film."))
        last = into.shots.aggregate(last=Max("number"))["last"] or 0
        shot = Shot.objects.create(
            id=command,
            film_id=film_id,
            scene=into,
            number=(last // BETWEEN + 1) * BETWEEN,
            title=title,
            intent=intent,
        )
        return this.record(
            events.ShotAdded(
                scene=scene, number=shot.number, name=shot.name, title=title, intent=intent
            )
        )


def select_draft(*, film_id: UUID, actor: str, command: UUID, draft: UUID) -> Entry:
    """Put a draft forward as its shot's picture. Raises Refused."""
    with act(film_id, actor, command) as this:
        if this.done:
            return this.done
        found = Draft.objects.filter(film_id=film_id, id=draft).first()
        if found is None:
            raise Refused("no-draft", _("There is no such draft in this film."))
        shot = open_shot(film_id, found.shot_id)
        if shot.selected_id == found.id:
            raise Refused("selected-already", _("This draft is put forward already."))
        shot.selected, shot.selected_at = found, this.at
        shot.save(update_fields=["selected", "selected_at"])
        return this.record(events.DraftSelected(shot=shot.id, draft=found.id))
