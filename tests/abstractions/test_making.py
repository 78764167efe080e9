"""From a reference, or from nothing, to a reference that a brief may cite."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image

from slowfilm import storage, tasks
from slowfilm.abstractions import actions, spaces
from slowfilm.abstractions.models import Abstraction, LightSpace
from slowfilm.clearance.answer import clearance
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.media.lightspace.space import Space
from slowfilm.references import actions as references
from slowfilm.references.models import Reference
from tests import make
from tests.generations import made
from tests.references import files
from tests.references.test_prepare import bring, prepare

GUARD = {"of": "place", "dabs": [{"radius": 0.1, "points": [[0.3, 0.4], [0.4, 0.7]]}]}
HIDDEN: dict[str, Any] = {"guards": [GUARD], "spans": [], "look": "curtain", "seed": 3}


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film, committed: workers see it."""
    return make.film()


def work() -> None:
    """A worker does what waits."""
    job = claim("io")
    assert job is not None
    tasks.do(job)


def abstracted(film: Film, source: UUID, **more: Any) -> Reference:
    by = {"film_id": film.id, "actor": make.director(film).actor, "command": uuid4()}
    actions.abstract_reference(**by, source=source, name="The lane, in light", **HIDDEN | more)
    work()
    return Reference.objects.get(id=by["command"])


@pytest.mark.slow
def test_a_picture_becomes_another_with_light_in_it(film: Film, tmp_path: Path) -> None:
    source = prepare(bring(film, files.picture(tmp_path / "lane.png"))).reference
    reference = abstracted(film, source.id)
    assert (reference.kind, reference.ready) == ("picture", True)
    with storage.on_disk(str(reference.original_id)) as path:
        after = np.asarray(Image.open(path))
    before = np.asarray(Image.open(tmp_path / "lane.png"))
    assert (after[:, -150:] == before[:, -150:]).all()
    assert (after[180, 200] != before[180, 200]).any()
    one = Abstraction.objects.get(reference=reference)
    assert (one.source, one.source_digest) == (source, source.original_id)
    make.scanned(reference)
    said = clearance("generate", references=[reference]).reasons
    assert [reason.code for reason in said] == ["unsaid"]  # somebody has to look


@pytest.mark.slow
def test_a_light_space_is_a_plate_in_which_nobody_is(film: Film) -> None:
    space = Space(first=spaces.lane()).model_dump(mode="json")
    by = {"film_id": film.id, "actor": make.director(film).actor, "command": uuid4()}
    actions.make_light_space(**by, name="Where the house stood", space=space)
    work()
    reference = Reference.objects.get(id=by["command"])
    assert (reference.kind, reference.facts["width"]) == ("picture", 1920)
    make.scanned(reference)
    assert clearance("generate", references=[reference], roles={reference.id: {"plate"}}).cleared


def test_what_cannot_be_hidden_is_refused(film: Film) -> None:
    picture, sound = made.picture(film), made.sound(film)
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    span = {"start_ms": 500, "end_ms": 900}
    for source, more, code in (
        (picture, {"guards": []}, "nothing-hidden"),
        (picture, {"spans": [span]}, "not-possible"),
        (sound, {}, "not-possible"),
        (sound, {"guards": [], "spans": [{"start_ms": 9, "end_ms": 9}]}, "backwards"),
        (made.picture(make.film()), {}, "no-reference"),
    ):
        with pytest.raises(Refused) as refused:
            asked = {**HIDDEN, **more, "name": "x", "source": source.id}
            actions.abstract_reference(**by, **asked)
        assert refused.value.code == code


def test_a_light_space_whose_keys_differ_in_their_parts_is_refused(film: Film) -> None:
    space = Space(first=spaces.lane()).model_dump(mode="json")
    space["last"] = spaces.dark().model_dump(mode="json")
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    with pytest.raises(Refused):
        actions.make_light_space(**by, name="x", space=space)
    assert not LightSpace.objects.exists()


def test_what_could_not_be_made_is_made_again_or_taken_away(film: Film) -> None:
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    asked = {**HIDDEN, "name": "x", "source": made.picture(film).id}
    one, other = (actions.abstract_reference(**by, **asked).command for _ in range(2))
    for each in (one, other):
        references.failed(job=make.running(each), code="out-of-time", facts={})
    actions.render_again(**by, reference=one)
    assert Job.objects.open().get(subject=one).kind == actions.ABSTRACT.name
    with pytest.raises(Refused):
        references.remove(**by, reference=other)
    actions.remove_abstraction(**by, reference=other)
    assert [each.id for each in Abstraction.objects.all()] == [one]
    verbs = list(Entry.objects.filter(film=film).order_by("-seq").values_list("verb", flat=True))
    assert verbs[:2] == ["abstraction-removed", "render-asked-again"]
