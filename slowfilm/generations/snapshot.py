"""The generations' part of the room's snapshot: drafts that are on their way."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from slowfilm.films.models import Film, Member
from slowfilm.generations.actions import GENERATE
from slowfilm.generations.events import GenerationQueued
from slowfilm.generations.inputs import said_in
from slowfilm.generations.models import Generation
from slowfilm.jobs.under_way import under_way

NOTHING: dict[str, Any] = {"lines": []}


def on_draft(draft: UUID) -> dict[str, Any]:
    """What is said in a draft, and at which frames."""
    generation = Generation.objects.select_related("brief", "draft").filter(draft=draft).first()
    if generation is None or generation.draft is None:
        return dict(NOTHING)
    return {"lines": said_in(generation.draft, generation.brief)}


def of_film(member: Member) -> dict[str, Any]:
    """Generations that wait or run."""
    return {"generations": list(_open_generations(member.film))}


def _open_generations(film: Film) -> Iterator[dict[str, Any]]:
    """Drafts that are on their way, from their jobs and the entries that asked for them."""
    for job, entry in under_way(film.id, GENERATE, GenerationQueued):
        facts = GenerationQueued.model_validate_json(entry.payload or "")
        yield {
            "id": str(entry.command),
            "shot": str(facts.shot),
            "engine": facts.engine,
            "actor": entry.actor,
            "at": entry.at.isoformat(),
            "state": job.state,
            "share": job.progress,
        }
