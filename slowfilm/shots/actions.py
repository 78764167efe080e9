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
    row = Shot.objects.select_related("scene").filter(film_id=film_id, id=shot).first()
    if row is None:
        raise Refused("no-shot", _("There is no such shot in this film."))
    if row.locked_at is not None:
        raise Refused("locked", _("This shot is locked. Nothing in it can change any more."))
    return row


@action(events.AddScene, May.MAKE, events.SceneAdded)
def add_scene(this: Act, command: events.AddScene) -> events.SceneAdded:
    """Begin the next scene. Its id is the command's."""
    scenes = Scene.objects.filter(film_id=this.film_id)
    number = (scenes.aggregate(last=Max("number"))["last"] or 0) + 1
    Scene.objects.create(id=this.command, film_id=this.film_id, number=number, title=command.title)
    return events.SceneAdded.of(command, number=number)


@action(events.AddShot, May.MAKE, events.ShotAdded)
def add_shot(this: Act, command: events.AddShot) -> events.ShotAdded:
    """Add a shot at the end of a scene. Its id is the command's."""
    into = Scene.objects.filter(film_id=this.film_id, id=command.scene).first()
    if into is None:
        raise Refused("no-scene", _("There is no such scene in this film."))
    last = into.shots.aggregate(last=Max("number"))["last"] or 0
    shot = Shot.objects.create(
        id=this.command,
        film_id=this.film_id,
        scene=into,
        number=_number_between(last, None),
        title=command.title,
        intent=command.intent,
    )
    return events.ShotAdded.of(command, number=shot.number, name=shot.name)


@action(events.ChangeScene, May.MAKE, events.SceneChanged)
def change_scene(this: Act, command: events.ChangeScene) -> events.SceneChanged:
    """Call a scene something else."""
    scene = Scene.objects.filter(film_id=this.film_id, id=command.scene).first()
    if scene is None:
        raise Refused("no-scene", _("There is no such scene in this film."))
    scene.title = command.title
    scene.save(update_fields=["title"])
    return events.SceneChanged.of(command)


@action(events.ChangeShot, May.MAKE, events.ShotChanged)
def change_shot(this: Act, command: events.ChangeShot) -> events.ShotChanged:
    """Say anew what a shot is called and meant to be. Refused where another was faster."""
    shot = open_shot(this.film_id, command.shot)
    if command.was is not None and command.was != shot.wording:
        raise Refused("conflict", _("Somebody changed this shot meanwhile. Look at it again."))
    shot.title = shot.title if command.title is None else command.title
    shot.intent = shot.intent if command.intent is None else command.intent
    shot.save(update_fields=["title", "intent"])
    return events.ShotChanged(shot=shot.id, title=shot.title, intent=shot.intent)


@action(events.MoveShot, May.MAKE, events.ShotMoved)
def move_shot(this: Act, command: events.MoveShot) -> events.ShotMoved:
    """Put a shot behind another of its scene, or first. The others keep their numbers."""
    shot = open_shot(this.film_id, command.shot)
    others = list(shot.scene.shots.exclude(id=shot.id).order_by("number"))
    places = {other.id: place for place, other in enumerate(others, 1)}
    if command.after is not None and command.after not in places:
        raise Refused("no-shot", _("There is no such shot in this scene."))
    place = places[command.after] if command.after else 0
    shot.number = _number_between(
        others[place - 1].number if place else 0,
        others[place].number if place < len(others) else None,
    )
    shot.save(update_fields=["number"])
    return events.ShotMoved(shot=shot.id, number=shot.number, name=shot.name)


def _number_between(before: int, after: int | None) -> int:
    """A number for a shot between two others, or behind the last. Raises Refused."""
    if after is None:
        return (before // BETWEEN + 1) * BETWEEN
    if after - before < 2:
        raise Refused("no-number", _("No number is left between these two shots."))
    return (before + after) // 2


@action(events.SelectDraft, May.MAKE, events.DraftSelected)
def select_draft(this: Act, command: events.SelectDraft) -> events.DraftSelected:
    """Put a draft forward as its shot's picture."""
    draft = Draft.objects.filter(film_id=this.film_id, id=command.draft).first()
    if draft is None:
        raise Refused("no-draft", _("There is no such draft in this film."))
    shot = open_shot(this.film_id, draft.shot_id)
    if shot.selected_id == draft.id:
        raise Refused("selected-already", _("This draft is selected already."))
    shot.selected, shot.selected_at = draft, this.at
    shot.save(update_fields=["selected", "selected_at"])
    return events.DraftSelected(shot=shot.id, draft=draft.id)
