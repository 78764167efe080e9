"""Scenes, shots, and the draft that is put forward."""

from uuid import uuid4

import pytest

from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.shots import actions
from slowfilm.shots.models import Shot
from tests import make


def test_shots_are_numbered_by_tens_in_their_scene(film: Film) -> None:
    actor = make.director(film).actor
    scenes = [uuid4(), uuid4()]
    for scene in scenes:
        actions.add_scene(film_id=film.id, actor=actor, command=scene, title="Dusk")
    for scene in [scenes[1], scenes[1], scenes[0]]:
        actions.add_shot(film_id=film.id, actor=actor, command=uuid4(), scene=scene)
    names = [shot.name for shot in Shot.objects.filter(film=film)]
    assert names == ["S01_SH010", "S02_SH010", "S02_SH020"]


def test_a_shot_set_between_two_does_not_disturb_the_next_number(film: Film) -> None:
    shot = make.shot(film)
    with make.past_the_guards():
        Shot.objects.create(film=film, scene=shot.scene, number=15)
    actor = make.director(film).actor
    actions.add_shot(film_id=film.id, actor=actor, command=uuid4(), scene=shot.scene_id)
    assert Shot.objects.filter(scene=shot.scene, number=20).exists()


def test_a_repeated_command_adds_nothing(film: Film) -> None:
    actor, command = make.director(film).actor, uuid4()
    first, again = (
        actions.add_scene(film_id=film.id, actor=actor, command=command) for _ in range(2)
    )
    assert first == again
    assert film.scenes.count() == 1


def test_another_films_scene_takes_no_shot(film: Film) -> None:
    other = make.shot(make.film())
    actor = make.director(film).actor
    with pytest.raises(Refused) as refused:
        actions.add_shot(film_id=film.id, actor=actor, command=uuid4(), scene=other.scene_id)
    assert refused.value.code == "no-scene"


def test_a_draft_is_put_forward_once(film: Film) -> None:
    draft, actor = make.draft(film), make.director(film).actor
    actions.select_draft(film_id=film.id, actor=actor, command=uuid4(), draft=draft.id)
    assert Shot.objects.get(id=draft.shot_id).selected_id == draft.id
    with pytest.raises(Refused) as refused:
        actions.select_draft(film_id=film.id, actor=actor, command=uuid4(), draft=draft.id)
    assert refused.value.code == "selected-already"
    assert Entry.objects.filter(film_id=film.id, verb="draft-selected").count() == 1


def test_a_locked_shot_takes_no_other_draft(film: Film) -> None:
    draft = make.draft(film)
    other = make.draft(film, of=draft.shot)
    make.lock(draft)
    actor = make.director(film).actor
    with pytest.raises(Refused) as refused:
        actions.select_draft(film_id=film.id, actor=actor, command=uuid4(), draft=other.id)
    assert refused.value.code == "locked"
