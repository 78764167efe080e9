"""What can be done to scenes, shots and the drafts that compete for them."""

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.shots import events
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


@action(events.AddScene, May.MAKE, events.SceneAdded)
def add_scene(this: Act, asked: events.AddScene) -> events.SceneAdded:
    """Begin the next scene. Its id is the command's."""
    scenes = Scene.objects.filter(film_id=this.film_id)
    number = (scenes.aggregate(last=Max("number"))["last"] or 0) + 1
    Scene.objects.create(id=this.command, film_id=this.film_id, number=number, title=asked.title)
    return events.SceneAdded.of(asked, number=number)


@action(events.AddShot, May.MAKE, events.ShotAdded)
def add_shot(this: Act, asked: events.AddShot) -> events.ShotAdded:
    """Add a shot at the end of a scene. Its id is the command's."""
    into = Scene.objects.filter(film_id=this.film_id, id=asked.scene).first()
    if into is None:
        raise Refused("no-scene", _("There is no such scene in this film."))
    last = into.shots.aggregate(last=Max("number"))["last"] or 0
    shot = Shot.objects.create(
        id=this.command,
        film_id=this.film_id,
        scene=into,
        number=(last // BETWEEN + 1) * BETWEEN,
        title=asked.title,
        intent=asked.intent,
    )
    return events.ShotAdded.of(asked, number=shot.number, name=shot.name)


@action(events.SelectDraft, May.MAKE, events.DraftSelected)
def select_draft(this: Act, asked: events.SelectDraft) -> events.DraftSelected:
    """Put a draft forward as its shot's picture."""
    found = Draft.objects.filter(film_id=this.film_id, id=asked.draft).first()
    if found is None:
        raise Refused("no-draft", _("There is no such draft in this film."))
    shot = open_shot(this.film_id, found.shot_id)
    if shot.selected_id == found.id:
        raise Refused("selected-already", _("This draft is put forward already."))
    shot.selected, shot.selected_at = found, this.at
    shot.save(update_fields=["selected", "selected_at"])
    return events.DraftSelected(shot=shot.id, draft=found.id)
