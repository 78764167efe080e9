"""Comparing on an engine that sends away: what leaves is shown and confirmed once for all."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from slowfilm.generations import compare
from slowfilm.generations.citations import Cited
from slowfilm.generations.models import Comparison, Generation
from slowfilm.generations.sending_many import Unconfirmed
from slowfilm.ledger.models import Entry
from tests import make
from tests.api.script import Script
from tests.engines.ark_server import KEY, Ark, ark
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ark]:
    with ark() as running:
        path = tmp_path / "engines.toml"
        path.write_text(f"[animatic]\n{running.settings()}")
        monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
        monkeypatch.setenv("TEST_ARK_KEY", KEY)
        yield running


@pytest.fixture
def base(server: Ark, transactional_db: None) -> Generation:
    """A draft of a lamp in the rain, made by the team's own machines."""
    film = make.film()
    cites = (
        Cited(made.picture(film, name="lamp.png").id, "subject"),
        Cited(made.picture(film, name="rain.png").id, "style"),
    )
    one = made.queue(make.shot(film), made.wanted(*cites, text="@Image1 in @Image2."))
    made.finish(one)
    one.refresh_from_db()
    return one


@pytest.mark.slow
def test_another_engine_is_asked_for_once_and_queued_with_what_was_confirmed(
    base: Generation,
) -> None:
    client = Client()
    client.force_login(make.director(base.film).user)
    url = reverse("compare", args=[base.film_id, base.id])
    form: dict[str, Any] = {"command": str(uuid4()), "kind": "engines", "engine": "seedance"}
    page = client.post(url, form)
    said = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert page.status_code == 200 and Generation.objects.count() == 1
    for told in ("seedance: 1 draft", "127.0.0.1", "lamp.png", "rain.png", "in @Image2."):
        assert told in said, told
    digest = re.search(r'name="confirmed"\s+value="([0-9a-f]{64})"', page.content.decode())
    assert digest is not None
    back = client.post(url, {**form, "edit": "yes"})
    assert (back.status_code, back.url) == (302, url)
    answer = client.post(url, {**form, "confirmed": digest[1]})
    comparison = Comparison.objects.get(film=base.film)
    assert answer.status_code == 302 and comparison.cells.count() == 2
    new = Generation.objects.get(brief__engine="seedance")
    entry = Entry.objects.get(film_id=base.film_id, command=new.id)
    assert new.sent_to and entry.actor == make.director(base.film).actor


@pytest.mark.slow
def test_each_draft_counts_and_another_list_must_be_confirmed_anew(base: Generation) -> None:
    about = {"film_id": base.film_id, "actor": make.director(base.film).actor}
    with pytest.raises(Unconfirmed) as first:
        compare.compare_engines(**about, generation=base.id, engines=["seedance"])
    (group,) = first.value.groups
    assert (group.count, group.apart) == (1, False)
    compare.compare_engines(
        **about, generation=base.id, engines=["seedance"], confirmed=first.value.digest
    )
    there = Generation.objects.get(brief__engine="seedance")
    with pytest.raises(Unconfirmed) as many:
        compare.leave_one_out(**about, generation=there.id, confirmed=first.value.digest)
    (group,) = many.value.groups
    assert group.count == 2 and group.apart, "each without another input"
    assert [each.name for each in group.leaves.items] == ["rain.png", "lamp.png"]
    assert group.leaves.kept_here == ()
    before = Generation.objects.count()
    compare.leave_one_out(**about, generation=there.id, confirmed=many.value.digest)
    assert Generation.objects.count() == before + 2
    with pytest.raises(Unconfirmed) as seeds:
        compare.compare_seeds(**about, generation=there.id, count=3)
    (group,) = seeds.value.groups
    assert (group.count, group.apart) == (3, False)


@pytest.mark.slow
def test_what_stays_here_is_not_asked_about(base: Generation) -> None:
    about = {"film_id": base.film_id, "actor": make.director(base.film).actor}
    assert compare.compare_seeds(**about, generation=base.id, count=1).command


@pytest.mark.slow
def test_a_script_is_told_what_leaves_and_confirms_it(base: Generation) -> None:
    script, path = Script(make.director(base.film)), f"/generations/{base.id}/compare"
    asked: dict[str, Any] = {"kind": "engines", "engines": ["seedance"]}
    assert script.post(path, 409, **asked)["code"] == "not-confirmed"
    leaves = script.post(f"{path}/sending", **asked)
    (group,) = leaves["groups"]
    assert (group["engine"], group["count"], group["apart"]) == ("seedance", 1, False)
    assert {each["name"] for each in group["leaves"]["references"]} == {"lamp.png", "rain.png"}
    assert script.post(path, 409, **asked, confirmed="0" * 64)["code"] == "not-confirmed"
    assert Generation.objects.count() == 1
    script.post(path, 201, **asked, confirmed=leaves["confirmed"])
    there = Generation.objects.get(brief__engine="seedance")
    for asked, count in (({"kind": "seeds", "count": 3}, 3), ({"kind": "left-out"}, 2)):
        path = f"/generations/{there.id}/compare"
        leaves = script.post(f"{path}/sending", **asked)
        assert [each["count"] for each in leaves["groups"]] == [count]
        cells = script.post(path, 201, **asked, confirmed=leaves["confirmed"])["cells"]
        assert len(cells) == 1 + count
    here = script.post(f"/generations/{base.id}/compare/sending", kind="seeds", count=1)
    assert here == {"groups": [], "confirmed": ""}
    viewer = Script(make.member(base.film, "viewer"))
    assert viewer.post(f"{path}/sending", 403, kind="seeds")["code"] == "not-allowed"
    assert script.post(f"{path}/sending", 409, kind="seeds", count=99)["code"] == "too-many"
