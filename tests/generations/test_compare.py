"""Comparing: what is queued beside a draft, how each is another, and what is worked out of them."""

from uuid import uuid4

import pytest

from slowfilm.generations import compare
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Comparison, Generation
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
        Cited(second.id, "place"),
        Cited(made.sound(film).id, "ambience"),
        text="@Image1 in @Image2, with @Audio1.",
        levels=[{"tag": "Image2", "points": [[0.0, -6.0]]}],
    )
    return made.queue(make.shot(film), brief)


def by(generation: Generation, **more: object) -> dict[str, object]:
    member = make.director(generation.film)
    return {
        "film_id": generation.film_id,
        "actor": member.actor,
        "generation": generation.id,
        **more,
    }


def test_new_seeds_stand_beside_the_draft_they_are_of(base: Generation) -> None:
    entry = compare.compare_seeds(**by(base), count=3)  # type: ignore[arg-type]
    comparison = Comparison.objects.get(id=entry.command)
    cells = list(comparison.cells.select_related("generation__brief"))
    assert [cell.generation_id for cell in cells][0] == base.id
    briefs = [cell.generation.brief for cell in cells]
    assert len({brief.seed for brief in briefs}) == 4
    assert {brief.text for brief in briefs} == {base.brief.text}
    assert {brief.citations.count() for brief in briefs} == {3}
    verbs = (
        Entry.objects.filter(film_id=base.film_id).order_by("seq").values_list("verb", flat=True)
    )
    assert list(verbs)[-4:] == ["generation-queued"] * 3 + ["comparison-made"]


def test_asked_twice_it_is_queued_once(base: Generation) -> None:
    command = uuid4()
    for _ in range(2):
        compare.compare_seeds(**by(base), command=command, count=2)  # type: ignore[arg-type]
    assert Generation.objects.filter(film=base.film).count() == 3
    assert Comparison.objects.filter(film=base.film).count() == 1
