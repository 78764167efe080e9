"""What can be done to the light of a draft. Rendering it is in rendering.py."""

import itertools
import json
from collections.abc import Sequence
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from slowfilm.curves import rising
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.ledger.chain import canonical
from slowfilm.light import events
from slowfilm.light.models import LightExposure, LightKey, LightStroke
from slowfilm.light.strokes import MOST, kept
from slowfilm.light.tracing import need_figures
from slowfilm.reviews.actions import frames_of_open

MOST_STROKES = 1000  # on one key


@action(events.SetLightKey, May.LIGHT, events.LightKeySet)
def set_key(this: Act, command: events.SetLightKey) -> events.LightKeySet:
    """Set the light at a frame: of a key that is there anew, else a new one."""
    _on_frame(this.film_id, command.draft, command.frame)
    need_figures(command.draft, command.light)
    light, risen = _risen(command.light)
    text = canonical(light.model_dump(mode="json"))
    now = {"how": command.how, "light": text, "set_by": this.actor, "set_seq": this.head.seq + 1}
    at = LightKey.objects.filter(draft=command.draft, frame=command.frame, removed_at=None)
    if existing := at.first():
        at.update(**now)
        key = existing.id
    else:
        key = this.command
        columns = {
            "id": key,
            "draft_id": command.draft,
            "frame": command.frame,
            "made_by": this.actor,
        }
        LightKey.objects.create(**columns, **now, made_at=this.at)
    return events.LightKeySet(
        key=key, draft=command.draft, frame=command.frame, how=command.how, light=light, risen=risen
    )


@action(events.MoveLightKey, May.LIGHT, events.LightKeyMoved)
def move_key(this: Act, command: events.MoveLightKey) -> events.LightKeyMoved:
    """Put a key on another frame where none is."""
    key = _key(this.film_id, command.key)
    was = key.frame
    _free(this.film_id, key.draft_id, command.frame)
    key.frame = command.frame
    key.save(update_fields=["frame"])
    return events.LightKeyMoved(key=key.id, draft=key.draft_id, frame=key.frame, was=was)


@action(events.CopyLightKey, May.LIGHT, events.LightKeyCopied)
def copy_key(this: Act, command: events.CopyLightKey) -> events.LightKeyCopied:
    """Put a key's light, painted light as well, on another frame where none is."""
    key = _key(this.film_id, command.key)
    _free(this.film_id, key.draft_id, command.frame)
    seq = this.head.seq + 1
    by = {"made_by": this.actor, "set_by": this.actor, "set_seq": seq, "made_at": this.at}
    about = {"draft_id": key.draft_id, "how": key.how, "light": key.light}
    LightKey.objects.create(id=this.command, frame=command.frame, **about, **by)
    strokes = [
        events.CopiedStroke(
            id=uuid5(this.command, str(place)),
            points=json.loads(stroke.points),
            **{name: getattr(stroke, name) for name in BRUSH},
        )
        for place, stroke in enumerate(key.strokes.filter(taken_back_at=None))
    ]
    LightStroke.objects.bulk_create(
        LightStroke(
            **{name: getattr(stroke, name) for name in ("id", *BRUSH)},
            points=_points(stroke.points),
            key_id=this.command,
            act=this.command,
            place=place,
            seq=seq,
            actor=this.actor,
            drawn_at=this.at,
        )
        for place, stroke in enumerate(strokes)
    )
    return events.LightKeyCopied(
        key=key.id,
        draft=key.draft_id,
        frame=command.frame,
        how=key.how,  # type: ignore[arg-type]
        light=events.Light.model_validate_json(key.light),
        strokes=strokes,
    )


@action(events.RemoveLightKey, May.LIGHT, events.LightKeyRemoved)
def remove_key(this: Act, command: events.RemoveLightKey) -> events.LightKeyRemoved:
    """Take a key away. Its row stays, so that undo can bring it back."""
    key = _key(this.film_id, command.key)
    key.removed_at = this.at
    key.save(update_fields=["removed_at"])
    return events.LightKeyRemoved(key=key.id, draft=key.draft_id, frame=key.frame)


@action(events.RestoreLightKey, May.LIGHT, events.LightKeyRestored)
def restore_key(this: Act, command: events.RestoreLightKey) -> events.LightKeyRestored:
    """Bring a key back, where no other stands meanwhile."""
    key = _key(this.film_id, command.key, removed=True)
    _free(this.film_id, key.draft_id, key.frame)
    key.removed_at = None
    key.save(update_fields=["removed_at"])
    return events.LightKeyRestored(key=key.id, draft=key.draft_id, frame=key.frame)


BRUSH = ("width", "stops", "softness", "erase", "mask", "who")


@action(events.PaintLight, May.LIGHT, events.LightPainted)
def paint(this: Act, command: events.PaintLight) -> events.LightPainted:
    """Brush light onto a key. Of very many points those stay that say most; the entry says so."""
    key = _key(this.film_id, command.key)
    need_figures(key.draft_id, mask=command.mask, who=command.who)
    if key.strokes.filter(taken_back_at=None).count() >= MOST_STROKES:
        sentence = _("There are %(count)s strokes on this key: no more fit. Set another key.")
        raise Refused("too-many", sentence % {"count": MOST_STROKES})
    points = kept(command.points)
    LightStroke.objects.create(
        id=this.command,
        act=this.command,
        key=key,
        place=0,
        seq=this.head.seq + 1,
        points=_points(points),
        actor=this.actor,
        drawn_at=this.at,
        **{name: getattr(command, name) for name in BRUSH},
    )
    count = len(command.points) if len(command.points) > MOST else None
    facts = {"draft": key.draft_id, "frame": key.frame, "points": points, "given": count}
    return events.LightPainted.of(command, **facts)


@action(events.TakeBackLightStroke, May.LIGHT, events.LightStrokeTakenBack)
def take_back(this: Act, command: events.TakeBackLightStroke) -> events.LightStrokeTakenBack:
    """Take a stroke of light away. The row stays, so that undo can bring it back."""
    stroke = _stroke(this.film_id, command.stroke)
    if stroke.taken_back_at is not None:
        raise Refused("taken-back-already", _("That stroke is taken back already."))
    stroke.taken_back_at = this.at
    stroke.save(update_fields=["taken_back_at"])
    return events.LightStrokeTakenBack(
        stroke=stroke.id, key=stroke.key_id, draft=stroke.key.draft_id
    )


@action(events.GiveBackLightStroke, May.LIGHT, events.LightStrokeGivenBack)
def give_back(this: Act, command: events.GiveBackLightStroke) -> events.LightStrokeGivenBack:
    """Bring a stroke of light back."""
    stroke = _stroke(this.film_id, command.stroke)
    if stroke.taken_back_at is None:
        raise Refused("not-taken-back", _("That stroke is there."))
    stroke.taken_back_at = None
    stroke.save(update_fields=["taken_back_at"])
    return events.LightStrokeGivenBack(
        stroke=stroke.id, key=stroke.key_id, draft=stroke.key.draft_id
    )


@action(events.SetExposure, May.LIGHT, events.ExposureSet)
def set_exposure(this: Act, command: events.SetExposure) -> events.ExposureSet:
    """Say how the exposure of a draft goes over its frames; what was said before counts no more."""
    frames = [frame for frame, _stops in command.points]
    _on_frame(this.film_id, command.draft, max(frames, default=0))
    if any(b <= a for a, b in itertools.pairwise(frames)):
        sentence = _("The exposure's points go from the first frame to the last, each on its own.")
        raise Refused("malformed", sentence)
    before = LightExposure.objects.filter(draft=command.draft, replaced_at=None)
    replaced = list(before.values_list("id", flat=True))
    before.update(replaced_at=this.at)
    points = canonical(command.model_dump(mode="json")["points"])
    about = {"id": this.command, "draft_id": command.draft, "points": points}
    LightExposure.objects.create(**about, set_by=this.actor, set_at=this.at)
    return events.ExposureSet.of(command, replaced=replaced)


def _risen(light: events.Light) -> tuple[events.Light, list[str]]:
    """The light with curves that never turn back, and which of them did."""
    channels = {name: rising(getattr(light, name)) for name in ("luma", "r", "g", "b")}
    mended = {
        name: [tuple(point) for point in points]
        for name, points in channels.items()
        if [tuple(point) for point in points] != getattr(light, name)
    }
    return light.model_copy(update=mended), list(mended)


def _points(points: Sequence[Sequence[float]]) -> str:
    return canonical([list(point) for point in points])


def _on_frame(film_id: UUID, draft: UUID, frame: int) -> None:
    """Raise Refused unless an open draft of the film has such a frame."""
    if frame >= frames_of_open(film_id, draft):
        raise Refused("no-frame", _("The draft has no such frame."))


def _free(film_id: UUID, draft: UUID, frame: int) -> None:
    """Raise Refused unless a key can stand at a frame."""
    _on_frame(film_id, draft, frame)
    if LightKey.objects.filter(draft=draft, frame=frame, removed_at=None).exists():
        raise Refused("key-there", _("There is a key on that frame already."))


def _key(film_id: UUID, key: UUID, *, removed: bool = False) -> LightKey:
    """A key of an open draft, standing or `removed`. Raises Refused."""
    light_key = LightKey.objects.filter(id=key, draft__film_id=film_id).first()
    if light_key is None:
        raise Refused("no-key", _("There is no such key in this film."))
    frames_of_open(film_id, light_key.draft_id)
    if (light_key.removed_at is not None) != removed:
        sentence = _("That key is there.") if removed else _("That key has been taken away.")
        raise Refused("not-removed" if removed else "removed", sentence)
    return light_key


def _stroke(film_id: UUID, stroke: UUID) -> LightStroke:
    """A stroke of light on an open draft. Raises Refused."""
    strokes = LightStroke.objects.select_related("key")
    row = strokes.filter(id=stroke, key__draft__film_id=film_id).first()
    if row is None:
        raise Refused("no-stroke", _("There is no such stroke."))
    frames_of_open(film_id, row.key.draft_id)
    return row
