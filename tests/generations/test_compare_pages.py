"""The page that asks for a comparison, and the sheet: what they say, and what a hand does there."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from slowfilm.films.models import Member
from slowfilm.generations import actions, compare
from slowfilm.generations.citations import Cited
from slowfilm.generations.differences import DIFFERENCE
from slowfilm.generations.models import Comparison, ComparisonCell, Generation
from slowfilm.jobs.models import Job
from tests import make
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def base(transactional_db: None) -> Generation:
    """A draft of a picture as its subject, and of one whose style is taken."""
    film = make.film()
    cites = (
        Cited(made.picture(film, name="lamp.png").id, "subject"),
        Cited(made.picture(film, name="rain.png").id, "style"),
    )
    one = made.queue(make.shot(film), made.wanted(*cites, text="@Image1 in @Image2."))
    made.finish(one)
    one.refresh_from_db()
    return one


def seat(member: Member) -> Client:
    """A member, signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def asked(base: Generation, **fields: str) -> Any:
    """A form that the director sends."""
    url = reverse("compare", args=[base.film_id, base.id])
    return seat(make.director(base.film)).post(url, {"command": str(uuid4()), **fields})


def plain(answer: Any) -> str:
    """Its text in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.slow
def test_the_page_says_what_each_engine_ignores_and_what_it_costs(
    base: Generation, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "engines.toml"
    path.write_text('[animatic]\n[two]\nkind = "animatic"\ntitle = "Second"\n[composite]\n')
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    url = reverse("compare", args=[base.film_id, base.id])
    said = plain(seat(make.director(base.film)).get(url))
    assert "Second @Image2, Style: Converted" in said
    assert "This engine needs a reference as “Plate”." in said
    assert "@Image1 lamp.png Subject" in said
    assert "How long one takes is not known yet." in said


@pytest.mark.slow
def test_a_form_queues_and_leads_to_the_sheet(base: Generation) -> None:
    answer = asked(base, kind="seeds", count="2")
    comparison = Comparison.objects.get(film=base.film)
    sheet = reverse("comparison", args=[base.film_id, comparison.id])
    assert (answer.status_code, answer.url) == (302, sheet)
    assert comparison.cells.count() == 3
    said = plain(seat(make.director(base.film)).get(sheet))
    seeds = [cell.generation.brief.seed for cell in comparison.cells.all()]
    assert all(f"Seed {seed}" in said for seed in seeds)
    assert said.count("Waits for a worker") == 2 and said.count("Select") == 1
    again = plain(
        seat(make.director(base.film)).get(reverse("compare", args=[base.film_id, base.id]))
    )
    assert "Seeds · 3 drafts" in again


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "seeds", "count": "16"}, "17 drafts are too many"),
        ({"kind": "seeds", "count": "x"}, "Say how many seeds"),
        ({"kind": "engines"}, "nothing to compare it with"),
        ({"kind": "engines", "engine": "none"}, "not switched on here"),
        ({}, "Say what to compare."),
        ({"kind": "seeds", "count": "1", "command": "no id"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_queued(
    base: Generation, fields: dict[str, str], said: str
) -> None:
    answer = asked(base, **fields)
    if not said:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422 and said in plain(answer)
    assert Generation.objects.filter(film=base.film).count() == 1


@pytest.mark.slow
def test_a_sheet_says_what_became_of_each_and_one_is_chosen(base: Generation) -> None:
    member = make.director(base.film)
    about = {"film_id": base.film_id, "actor": member.actor}
    compare.leave_one_out(**about, generation=base.id)
    comparison = Comparison.objects.get(film=base.film)
    url = reverse("comparison", args=[base.film_id, comparison.id])
    _whole, first, second = comparison.cells.all()
    made.finish(first.generation)
    failed = {"generation": second.generation, "job": make.running(second.generation_id)}
    actions.end_generation(**failed, state=Job.State.FAILED, error="out-of-memory", facts={})
    client = seat(member)
    said = plain(client.get(url))
    assert "Without @Image1 lamp.png" in said and "The difference is being worked out." in said
    assert "Without @Image2 rain.png" in said and "It needed more memory than there is." in said
    assert "data-pending" in client.get(url).content.decode()
    ComparisonCell.objects.filter(pk=first.pk).update(
        distance=0.0321, difference=make.blob(base.film, "image/png")
    )
    Job.objects.filter(kind=DIFFERENCE.name).update(state=Job.State.DONE)
    cells = client.get(reverse("comparison-cells", args=[base.film_id, comparison.id]))
    assert "Differs by 3.21 %" in plain(cells) and "data-pending" not in cells.content.decode()
    first.generation.refresh_from_db()
    draft = first.generation.draft
    assert draft is not None
    select = reverse("comparison-select", args=[base.film_id, comparison.id, draft.id])
    assert client.post(select).url == url  # type: ignore[attr-defined]
    base.shot.refresh_from_db()
    assert base.shot.selected_id == draft.id
    assert "Selected" in plain(client.get(url))
    assert "This draft is selected already." in plain(client.post(select, follow=True))


@pytest.mark.slow
def test_an_input_that_changes_nothing_and_a_failed_map_are_said(base: Generation) -> None:
    member = make.director(base.film)
    compare.leave_one_out(film_id=base.film_id, actor=member.actor, generation=base.id)
    comparison = Comparison.objects.get(film=base.film)
    _whole, first, second = comparison.cells.all()
    for cell in (first, second):
        made.finish(cell.generation)
    ComparisonCell.objects.filter(pk=first.pk).update(
        distance=0, difference=make.blob(base.film, "image/png")
    )
    Job.objects.filter(subject=second.generation_id, kind=DIFFERENCE.name).update(
        state=Job.State.FAILED, error="damaged"
    )
    url = reverse("comparison", args=[base.film_id, comparison.id])
    said = plain(seat(member).get(url))
    assert "No difference at all" in said
    assert "The master of a draft is damaged." in said


@pytest.mark.slow
def test_who_may_see_and_who_may_ask(base: Generation) -> None:
    member = make.director(base.film)
    compare.compare_seeds(film_id=base.film_id, actor=member.actor, generation=base.id, count=1)
    comparison = Comparison.objects.get(film=base.film)
    sheet = reverse("comparison", args=[base.film_id, comparison.id])
    viewer = seat(make.member(base.film, "viewer"))
    assert (
        viewer.get(sheet).status_code == 200
        and "<form"
        not in viewer.get(
            reverse("comparison-cells", args=[base.film_id, comparison.id])
        ).content.decode()
    )
    assert viewer.get(reverse("compare", args=[base.film_id, base.id])).status_code == 403
    draft = base.draft_id
    select = reverse("comparison-select", args=[base.film_id, comparison.id, draft])
    assert viewer.post(select).status_code == 403
    stranger = seat(make.director(make.film()))
    assert stranger.get(sheet).status_code == 404


@pytest.mark.slow
def test_a_script_asks_and_reads(base: Generation) -> None:
    key = str(uuid4())
    headers = {"Authorization": f"Bearer {make.token(make.director(base.film).user)}"}
    client = Client(headers={**headers, "Idempotency-Key": key})
    url = f"/api/films/{base.film_id}/generations/{base.id}/compare"
    for _ in range(2):
        answer = client.post(url, {"kind": "left-out"}, content_type="application/json")
        assert answer.status_code == 201, answer.content
        told = answer.json()
        assert (told["id"], told["kind"]) == (key, "left-out")
        assert [cell["without"] for cell in told["cells"]] == ["", "Image1", "Image2"]
    assert Generation.objects.filter(film=base.film).count() == 3
    one = Client(headers=headers).get(f"/api/films/{base.film_id}/comparisons/{key}")
    assert one.json() == told
    assert [cell["state"] for cell in told["cells"]] == ["done", "queued", "queued"]
    many = {"kind": "seeds", "count": 99}
    answer = Client(headers=headers).post(url, many, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many")
