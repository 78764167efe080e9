"""Sittings for tests, made by the real actions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from slowfilm.films.models import Film, Member
from slowfilm.shots.models import Draft
from slowfilm.sittings import actions, holding
from slowfilm.sittings.attending import attend
from slowfilm.sittings.ending import end_sitting
from slowfilm.sittings.models import Sitting
from tests import make


def planned(film: Film, *items: dict[str, UUID], **told: Any) -> Sitting:
    """A sitting that the director planned, with these on its agenda."""
    about = {
        "title": "Dailies",
        "begins_at": timezone.now() + timedelta(hours=1),
        "zone": "Asia/Shanghai",
        "minutes": 60,
        "agenda": list(items),
        "guests": [],
    }
    by = {"film_id": film.id, "actor": make.director(film).actor}
    return Sitting.objects.get(id=actions.plan(**by, **about | told).command)


def guests(
    presenters: Sequence[Member] = (), others: Sequence[Member] = ()
) -> list[dict[str, Any]]:
    """An invitation list."""
    found = [{"member": each.id, "part": "presenter"} for each in presenters]
    return found + [{"member": each.id, "part": "guest"} for each in others]


def opened(film: Film, *items: dict[str, UUID], **told: Any) -> Sitting:
    """One that is under way; the director presents."""
    sitting = planned(film, *items, **told)
    holding.open_sitting(film_id=film.id, actor=make.director(film).actor, sitting=sitting.id)
    sitting.refresh_from_db()
    return sitting


def show(sitting: Sitting, *steps: dict[str, Any], by: Member | None = None) -> None:
    """What the presenter shows."""
    member = by or make.director(sitting.film)
    holding.show_frames(
        film_id=sitting.film_id, actor=member.actor, sitting=sitting.id, steps=list(steps)
    )


def held(film: Film, draft: Draft, *present: Member) -> Sitting:
    """One that is over: all of a draft was played to these."""
    sitting = opened(film, {"shot": draft.shot_id}, guests=guests([], present))
    show(sitting, {"ms": 0, "draft": draft.id, "frame": 0, "speed": 1})
    timezone.now() - timedelta(seconds=draft.frames / 24 + 2)
    assert sitting.opened_at is not None
    for member in present:
        attend(sitting, member.id, {draft.id: [(0, draft.frames)]})
    end_sitting(film_id=film.id, actor=make.director(film).actor, sitting=sitting.id)
    sitting.refresh_from_db()
    return sitting
