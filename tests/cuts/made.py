"""Cuts for tests, made by the real actions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from slowfilm.cuts import actions
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.films.models import Film
from slowfilm.shots.models import Draft
from tests import make


def by(film: Film) -> dict[str, Any]:
    """The director acts."""
    return {"film_id": film.id, "actor": make.director(film).actor}


def cut(film: Film, title: str = "A cut") -> Cut:
    """A cut, still empty."""
    return Cut.objects.get(id=actions.add_cut(**by(film), title=title).command)


def clip(draft: Draft, first: int = 0, last: int | None = None, **how: Any) -> dict[str, Any]:
    """A clip as it is asked for."""
    return {"draft": draft.id, "first": first, "last": last or draft.frames, **how}


def saved(of: Cut, clips: Sequence[dict[str, Any]], **more: Any) -> CutVersion:
    """The next version of a cut."""
    last = of.versions.last()
    made_from = more.pop("made_from", last.number if last else 0)
    asked = {"cut": of.id, "made_from": made_from, "clips": list(clips), **more}
    entry = actions.save_cut(**by(of.film), **asked)
    return CutVersion.objects.get(id=entry.command)


def version(film: Film, *drafts: Draft) -> CutVersion:
    """A cut of whole drafts, saved once."""
    return saved(cut(film), [clip(each) for each in drafts])


def ids(of: CutVersion) -> list[UUID]:
    """The drafts of a version, in order."""
    return [each.draft_id for each in of.clips.all()]
