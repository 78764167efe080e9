"""The key sheet of a scene: every frame that was lit by hand, in the order of the film."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from slowfilm.clearance.presenters import names_of
from slowfilm.light.models import LightKey
from slowfilm.shots.models import Draft, Scene
from slowfilm.timecode import parse_rate, timecode

MOST = 200  # frames on one sheet


@dataclass(frozen=True)
class Panel:
    """One frame of the storyboard."""

    key: LightKey
    draft: Draft
    timecode: str
    by: str
    how: str

    @property
    def after(self) -> int:
        """The frame after it."""
        return self.key.frame + 1


def drafts_of(scene: Scene) -> list[Draft]:
    """Of each shot of a scene the newest draft that has keys."""
    keys = LightKey.objects.filter(draft=OuterRef("pk"), removed_at=None)
    drafts = Draft.objects.filter(Exists(keys), shot__scene=scene).select_related("shot__scene")
    newest = {draft.shot_id: draft for draft in drafts.order_by("shot__number", "version")}
    return list(newest.values())


def panels(scene: Scene) -> list[Panel]:
    """The storyboard's frames, at most MOST."""
    drafts = {draft.id: draft for draft in drafts_of(scene)}
    order = ("draft__shot__number", "frame")
    keys = LightKey.objects.filter(draft__in=drafts, removed_at=None).order_by(*order)[:MOST]
    names = names_of(scene.film_id, {key.set_by for key in keys})
    return list(_shown(keys, drafts, names))


def _shown(keys: Any, drafts: dict[Any, Draft], names: dict[str, str]) -> Iterator[Panel]:
    how = hows()
    for key in keys:
        draft = drafts[key.draft_id]
        at = timecode(key.frame, parse_rate(draft.rate))
        yield Panel(key, draft, at, names.get(key.set_by, ""), how.get(key.how, key.how))


def hows() -> dict[str, str]:
    """How a key goes on to the next, in a word."""
    return {"hold": _("held"), "linear": _("evenly"), "smooth": _("smoothly")}
