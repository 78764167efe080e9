"""A film with one of everything, and the ids by which the API's addresses lead to it."""

from datetime import date
from typing import Any
from uuid import UUID

from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.clearance import decisions, licences, releases
from slowfilm.films.models import Film
from slowfilm.generations import compare
from slowfilm.jobs.models import Job
from slowfilm.light import actions as light
from slowfilm.people import place_actions
from slowfilm.reviews.notes import write_note
from slowfilm.sittings import holding
from slowfilm.uploads.models import Upload
from tests import make
from tests.cuts.made import version
from tests.generations import made
from tests.references import cast
from tests.sittings import made as sittings


def ids_of(film: Film) -> dict[str, Any]:
    """By the names of the addresses' parameters."""
    director = make.director(film)
    by: dict[str, Any] = {"film_id": film.id, "actor": director.actor}
    draft = make.draft(film, nobody_declared_by="system")
    make.ink(film, draft)
    generation = made.queue(draft.shot, made.wanted())
    saved = version(film, draft)
    at = {"draft": draft.id, "first": 0, "last": 1, "kind": "change", "text": "Slower."}
    note = write_note(**by, **at, mentions=[make.member(film).id])
    character = cast.character(film, subject=made.picture(film))
    cast.line(character)
    about = {"endpoint": "drafts", "shot_id": str(draft.shot_id)}
    upload = Upload.objects.create(film=film, member=director, filename="a", size=1, about=about)
    ids = {
        "film_id": film.id,
        "scene_id": draft.shot.scene_id,
        "shot_id": draft.shot_id,
        "draft_id": draft.id,
        "note_id": note.command,
        "parent_id": note.command,
        "cut_id": saved.cut_id,
        "version_id": saved.id,
        "job_id": Job.objects.filter(film=film, kind="generate").latest("queued_at").id,
        "generation_id": generation.id,
        "comparison_id": compare.compare_seeds(**by, generation=generation.id, count=1).command,
        "character_id": character.id,
        "upload_id": upload.id,
        "key_id": light.set_key(**by, draft=draft.id, frame=0, light={}).command,
        "source_id": made.picture(film).id,
        **_cleared(by),
        **_sitting(by, draft.shot_id),
    }
    return {name: str(id_) for name, id_ in ids.items()} | {"number": 1}


def _sitting(by: dict[str, Any], shot: UUID) -> dict[str, Any]:
    """A sitting under way, and something to do."""
    opened = sittings.opened(Film.objects.get(id=by["film_id"]), {"shot": shot})
    about = {"sitting": opened.id, "member": opened.presenter_id, "text": "A longer tail."}
    return {"sitting_id": opened.id, "task_id": holding.give_task(**by, **about).command}


def _after_release(by: dict[str, Any]) -> None:
    """A withdrawal, a check-in, harm and a copy."""
    film = Film.objects.get(id=by["film_id"])
    person = make.person(film, "Zhou")
    releases.withdraw_own(make.signed(make.release_link(person)))
    owner = make.director(film).id
    aftercare.plan_check_in(**by, person=person.id, due=date(2027, 1, 1), owner=owner)
    aftercare.open_harm_case(**by, person=person.id, words="They came to her door.")
    where = {"venue": "Xiamen", "medium": "cinema", "version": "1", "sent_on": date(2026, 11, 1)}
    aftercare.record_copy(**by, **where)


def _cleared(by: dict[str, Any]) -> dict[str, Any]:
    """A place, a licence and a decision."""
    own: dict[str, Any] = licences.OWN
    _after_release(by)
    return {
        "place_id": place_actions.add_place(**by, name="The lane", kind="lane").command,
        "licence_id": licences.record_licence(**by, **own).command,
        "decision_id": decisions.write_decision(**by, wanted="The lane.").command,
    }
