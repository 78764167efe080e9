"""Comparing: what is queued beside a draft, how each is another, and what is worked out of them."""

from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from slowfilm import storage, tasks
from slowfilm.generations import compare
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.generations.differences import DIFFERENCE, ask_differences
from slowfilm.generations.models import Comparison, ComparisonCell, Generation
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from tests import make
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def base(transactional_db: None) -> Generation:
    """A brief of two pictures and a sound that waits."""
    film = make.film()
    first, second = made.picture(film), made.picture(film, name="second.png")
    brief = made.wanted(
        Cited(first.id, "subject"),
        Cited(second.id, "composition"),
        Cited(made.sound(film).id, "ambience"),
        text="@Image1 in @Image2, with @Audio1.",
        levels=[{"tag": "Image2", "points": [[0.0, -6.0]]}],
    )
    return made.queue(make.shot(film), brief)


def by(generation: Generation, **more: Any) -> dict[str, Any]:
    """Asked by the director."""
    member = make.director(generation.film)
    about = {"film_id": generation.film_id, "actor": member.actor, "generation": generation.id}
    return {**about, **more}


def cells_of(entry: Entry) -> list[ComparisonCell]:
    rows = ComparisonCell.objects.filter(comparison=entry.command)
    return list(rows.select_related("generation__brief", "generation__job"))


def refused(what: Any, **about: Any) -> Refused:
    """What is said; and nothing is queued."""
    before = Generation.objects.count(), Entry.objects.count(), Job.objects.count()
    with pytest.raises(Refused) as error:
        what(**about)
    assert (Generation.objects.count(), Entry.objects.count(), Job.objects.count()) == before
    return error.value


@pytest.mark.slow
def test_new_seeds_stand_beside_the_draft_they_are_of(base: Generation) -> None:
    entry = compare.compare_seeds(**by(base), count=3)
    cells = cells_of(entry)
    assert cells[0].generation_id == base.id
    briefs = [cell.generation.brief for cell in cells]
    assert len({brief.seed for brief in briefs}) == 4
    assert {brief.text for brief in briefs} == {base.brief.text}
    assert {brief.citations.count() for brief in briefs} == {3}
    verbs = Entry.objects.filter(film_id=base.film_id).order_by("seq")
    assert [each.verb for each in verbs][-4:] == ["generation-queued"] * 3 + ["comparison-made"]


@pytest.mark.slow
def test_asked_twice_it_is_queued_once(base: Generation) -> None:
    command = uuid4()
    for _ in range(2):
        compare.compare_seeds(**by(base), command=command, count=2)
    assert Generation.objects.filter(film=base.film).count() == 3
    assert Comparison.objects.filter(film=base.film).count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("count", "code"), [(0, "too-few"), (16, "too-many"), (10**6, "too-many")])
def test_too_many_are_refused_and_none_is_queued(base: Generation, count: int, code: str) -> None:
    assert refused(compare.compare_seeds, **by(base), count=count).code == code


@pytest.mark.slow
def test_the_same_brief_on_another_engine(base: Generation) -> None:
    cells = cells_of(compare.compare_engines(**by(base), engines=["animatic-two", "animatic-two"]))
    assert [cell.generation.brief.engine for cell in cells] == ["animatic", "animatic-two"]
    assert cells[1].generation.job.queue == "animatic-two"
    assert Wanted.of(cells[1].generation.brief).citations == Wanted.of(base.brief).citations


@pytest.fixture(autouse=True)
def two_engines(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The animatic twice, and one that needs a plate."""
    path = tmp_path / "engines.toml"
    path.write_text('[animatic]\n[animatic-two]\nkind = "animatic"\n[composite]\n')
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engines", "code"),
    [(["none-such"], "no-engine"), (["composite"], "missing-input"), ([], "too-few")],
)
def test_an_engine_that_cannot_is_refused_and_none_is_queued(
    base: Generation, engines: list[str], code: str
) -> None:
    told = refused(compare.compare_engines, **by(base), engines=[*engines, *engines])
    assert told.code == code
    with_one_that_can = ["animatic-two", *engines]
    if engines:
        assert refused(compare.compare_engines, **by(base), engines=with_one_that_can).code == code


@pytest.mark.slow
def test_each_input_is_left_out_in_turn(base: Generation) -> None:
    cells = cells_of(compare.leave_one_out(**by(base)))
    assert [cell.without for cell in cells] == ["", "Image1", "Image2", "Audio1"]
    assert {cell.generation.brief.seed for cell in cells} == {base.brief.seed}
    told = {}
    for cell in cells[1:]:
        brief = cell.generation.brief
        cited = [(each.tag, each.role) for each in brief.citations.all()]
        told[cell.without] = (brief.text, cited, brief.levels)
    assert told == {
        "Image1": (
            "in @Image1, with @Audio1.",
            [("Image1", "composition"), ("Audio1", "ambience")],
            [{"tag": "Image1", "points": [[0.0, -6.0]]}],
        ),
        "Image2": (
            "@Image1 in , with @Audio1.",
            [("Image1", "subject"), ("Audio1", "ambience")],
            [],
        ),
        "Audio1": (
            "@Image1 in @Image2, with .",
            [("Image1", "subject"), ("Image2", "composition")],
            [{"tag": "Image2", "points": [[0.0, -6.0]]}],
        ),
    }


@pytest.mark.slow
def test_what_an_engine_needs_is_not_left_out(base: Generation) -> None:
    """On composite too: it needs the plate, the person is left out only where another is there."""
    film = base.film
    cites = [
        Cited(made.picture(film).id, "plate"),
        Cited(made.picture(film).id, "subject"),
        Cited(made.picture(film).id, "subject"),
    ]
    about = {"text": "Two in a street.", "engine": "composite", "frames": 24}
    one = made.queue(base.shot, made.wanted(*cites, **about))
    cells = cells_of(compare.leave_one_out(**by(one)))
    assert [cell.without for cell in cells] == ["", "Image2", "Image3"]
    alone = made.queue(base.shot, made.wanted(*cites[:2], **about))
    assert refused(compare.leave_one_out, **by(alone)).code == "too-few"


@pytest.mark.slow
def test_the_reference_of_a_character_can_be_left_out(base: Generation) -> None:
    """The text goes on naming them; the reference does not come back by that."""
    from tests.references import cast

    picture = made.picture(base.film, name="lin.png")
    cast.character(base.film, "1998", subject=picture)
    one = made.queue(base.shot, made.wanted(text="@林遥（1998）看雨。"))
    assert [each.tag for each in one.brief.citations.all()] == ["Image1"]
    cells = cells_of(compare.leave_one_out(**by(one)))
    assert cells[1].generation.brief.citations.count() == 0
    assert cells[1].generation.brief.text == "@林遥（1998）看雨。"


@pytest.mark.slow
def test_what_came_to_nothing_is_queued_anew(base: Generation) -> None:
    job = make.running(base.id)
    compare_of = {"generation": base, "job": job, "state": Job.State.FAILED}
    from slowfilm.generations import actions

    actions.end_generation(**compare_of, error="broken", facts={})
    cells = cells_of(compare.compare_seeds(**by(base), count=1))
    assert len(cells) == 2 and base.id not in {cell.generation_id for cell in cells}
    assert cells[0].generation.brief.seed == base.brief.seed


@pytest.mark.slow
def test_only_a_maker_may_and_only_of_their_film(base: Generation) -> None:
    viewer = make.member(base.film, "viewer")
    about = by(base) | {"actor": viewer.actor}
    assert refused(compare.compare_seeds, **about, count=1).code == "not-allowed"
    other = make.film()
    about = by(base) | {"film_id": other.id, "actor": make.director(other).actor}
    assert refused(compare.compare_seeds, **about, count=1).code == "no-generation"
    cells = [{"generation": base.id}, {"generation": uuid4()}]
    told = {"film_id": base.film_id, "actor": make.director(base.film).actor}
    assert refused(compare.compare, **told, kind="seeds", cells=cells).code == "no-generation"
    elsewhere = made.queue(make.shot(base.film), made.wanted())
    cells[1] = {"generation": elsewhere.id}
    assert refused(compare.compare, **told, kind="seeds", cells=cells).code == "two-shots"


@pytest.mark.slow
def test_a_comparison_stays_as_it_was_asked_for(base: Generation) -> None:
    entry = compare.leave_one_out(**by(base))
    with pytest.raises(IntegrityError, match="stays as it was asked for"):
        Comparison.objects.filter(id=entry.command).update(kind="seeds")
    with pytest.raises(IntegrityError, match="stays as it was asked for"):
        ComparisonCell.objects.filter(comparison=entry.command).update(without="Image9")


@pytest.mark.slow
def test_what_the_queue_costs_follows_from_what_was_made(base: Generation) -> None:
    assert compare.cost(base.brief).seconds is None
    made.finish(base)
    Job.objects.filter(pk=base.job_id).update(started_at=base.asked_at)
    job = Job.objects.get(pk=base.job_id)
    assert job.ended_at is not None
    took = (job.ended_at - base.asked_at).total_seconds()
    longer = made.queue(base.shot, made.wanted(frames=192)).brief
    told = compare.cost(longer)
    assert told.seconds == pytest.approx(2 * took) and told.waiting == 1
    assert compare.Cost(30, 0).sentence(4) == "About 2 minutes."
    assert compare.Cost(30, 3).sentence(1) == "About 1 minute. 3 drafts wait before them."
    assert "not known" in compare.Cost(None, 0).sentence(4)


def differences() -> Any:
    return Job.objects.filter(kind=DIFFERENCE.name)


@pytest.mark.slow
def test_the_animatic_without_its_input_differs_where_that_was(base: Generation) -> None:
    """Real drafts by the worker's own function; the map is made once and kept."""
    picture = made.picture(base.film)
    Job.objects.filter(pk=base.job_id).update(state=Job.State.CANCELLED)
    one = made.queue(base.shot, made.wanted(Cited(picture.id, "subject")))
    entry = compare.leave_one_out(**by(one))
    for _ in range(2):
        tasks.look("animatic")
    assert differences().count() == 1, "asked for as soon as both are there"
    tasks.look("io")
    assert differences().get().state == Job.State.DONE
    whole, without = cells_of(entry)
    assert whole.distance is None and whole.difference is None
    assert without.distance is not None and 0.05 < without.distance < 1
    assert without.difference is not None
    with storage.on_disk(without.difference.digest) as path, Image.open(path) as seen:
        assert seen.size == (640, 360)
        assert np.asarray(seen).mean() > 20, "where the picture was it is bright"
    with transaction.atomic():
        ask_differences(one.id)
    assert differences().count() == 1, "not twice"


@pytest.mark.slow
def test_a_difference_that_cannot_be_worked_out_is_said(base: Generation) -> None:
    """The masters here are in no store."""
    cells = cells_of(compare.leave_one_out(**by(base)))
    for cell in cells[:2]:
        made.finish(cell.generation)
    assert differences().count() == 1
    tasks.look("io")
    job = differences().get()
    assert (job.state, job.subject) == (Job.State.FAILED, cells[1].generation_id)
    assert job.error == "broken"
