"""The engines' page: terms, where things go, what is missing, and a recorded "we may"."""

from pathlib import Path

import pytest
from django.test import Client

from slowfilm.engines import engine
from slowfilm.films.models import Film, Member
from slowfilm.generations import actions, permissions
from slowfilm.generations.models import Permission
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.management.commands.worker import lacking
from tests import make
from tests.engines.ark_server import KEY
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)
FAULTY = "[faulty]\nkind = 'tests.engines.faulty'\n"


def switch_on(told: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "engines.toml"
    path.write_text(told)
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))


def page(member: Member) -> str:
    browser = Client()
    browser.force_login(member.user)
    answer = browser.get(f"/films/{member.film_id}/engines/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_says_of_each_what_it_is_where_things_go_and_what_is_missing(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "[animatic]\n[composite]\n[seedance]\nkey_env = 'TEST_ARK_KEY'\n"
    switch_on(told + FAULTY + "lacking = true\n", tmp_path, monkeypatch)
    monkeypatch.delenv("TEST_ARK_KEY", raising=False)
    text = page(make.director(film))
    for said in (
        *("Nothing leaves the team's machines.", "MIT, as Slowfilm itself.", "Apache-2.0"),
        "To Volcano Engine Ark (ByteDance): Beijing, China",
        "The key for this engine is not set here (TEST_ARK_KEY).",
        "The model&#x27;s files are missing or damaged on the machine that works for it.",
        *("4 to 15 s", "9 pictures, 3 videos, 3 sounds, 12 in all"),
    ):
        assert said in text, said
    assert list(lacking(["io", "animatic", "seedance", "faulty"])) == [
        "engine seedance: The key for this engine is not set here (TEST_ARK_KEY).",
        "engine faulty: The model's files are missing or damaged on the machine that works for it. "
        "The worker's log says which.",
    ]
    monkeypatch.setenv("TEST_ARK_KEY", KEY)
    text = page(make.director(film))
    assert "TEST_ARK_KEY" not in text and KEY not in text
    monkeypatch.setenv("SLOWFILM_POSE", str(tmp_path))
    assert list(lacking(["composite"])) != []


@pytest.mark.slow
def test_an_engine_whose_terms_ask_for_it_needs_a_recorded_we_may(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(FAULTY + "revenue = 'Free below 1,000,000.'\n", tmp_path, monkeypatch)
    shot, brief = make.shot(film), made.wanted(text="bug", engine="faulty")
    with pytest.raises(Refused) as refused:
        made.queue(shot, brief)
    assert refused.value.code == "not-permitted"
    director, editor = make.director(film), make.member(film, "editor")
    assert "Nobody has recorded that it may." in page(director)
    assert "Record that we may" not in page(editor)
    terms = permissions.terms_of(engine("faulty").capabilities().about)
    browser = Client()
    browser.force_login(editor.user)
    told = {"engine": "faulty", "terms": terms, "basis": "We earn nothing."}
    assert browser.post(f"/films/{film.id}/engines/permit", told).status_code == 403
    browser.force_login(director.user)
    browser.post(f"/films/{film.id}/engines/permit", told)
    (one,) = Permission.objects.all()
    entry = Entry.objects.get(film_id=film.id, verb="engine-permitted")
    assert (entry.actor, one.recorded_by) == (director.actor, director.actor)
    assert "We earn nothing." in page(editor)
    queued = made.queue(shot, brief)
    browser.post(f"/films/{film.id}/engines/permissions/{one.id}/withdraw")
    with pytest.raises(Refused) as refused:
        actions.refuse_uncleared(queued)
    assert refused.value.code == "not-permitted"


def test_other_terms_need_another_permission(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(FAULTY + "revenue = 'Free below 1,000,000.'\n", tmp_path, monkeypatch)
    by = {"film_id": film.id, "actor": make.director(film).actor}
    terms = permissions.terms_of(engine("faulty").capabilities().about)
    told = {"engine": "faulty", "basis": "We earn nothing."}
    first = permissions.permit_engine(**by, **told, terms=terms)
    assert permissions.permitted(film.id, "faulty")
    (other := tmp_path / "other").mkdir()
    switch_on(FAULTY + "revenue = 'Free below 10.'\n", other, monkeypatch)
    assert not permissions.permitted(film.id, "faulty")
    assert "It was recorded for other terms" in page(make.director(film))
    with pytest.raises(Refused) as refused:
        permissions.permit_engine(**by, **told, terms=terms)
    assert refused.value.code == "terms-changed"
    permissions.withdraw_permission(**by, permission=first.command)
    new = permissions.terms_of(engine("faulty").capabilities().about)
    permissions.permit_engine(**by, **told, terms=new)
    assert permissions.permitted(film.id, "faulty")
