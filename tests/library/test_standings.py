"""How all references of a film stand, asked at once, and the library's pages made of that."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slowfilm.clearance import licences, releases, rulings, showing
from slowfilm.clearance.alike import standings
from slowfilm.clearance.answer import clearance
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.library import views
from slowfilm.people import place_actions
from slowfilm.references.models import Reference
from slowfilm.references.scanning import SCAN
from tests import make

pytestmark = pytest.mark.django_db

FACTS = {"codec": "h264", "width": 1280, "height": 720, "rate": "24", "frames": 240}
FACTS |= {"duration": "10", "rotation": 0, "variable_rate": False, "has_sound": False}


def clip(film: Film, nobody: bool = True, scan: bool = True) -> Reference:
    """A clip, scanned, in which it was said that nobody is."""
    copies = {"proxy": make.blob(film)}
    facts: dict[str, Any] = FACTS
    return make.reference(film, "video", make.blob(film), facts, nobody=nobody, scan=scan, **copies)


def varied(film: Film) -> list[Reference]:
    """One of each way to stand, cleared and not; of some two, which are alike."""
    by: dict[str, Any] = {"film_id": film.id, "actor": make.director(film).actor}
    gave, gave_not, took_back, over = (make.person(film, f"Person {n}") for n in range(4))
    tomorrow: date = timezone.localdate() + timedelta(days=1)
    for each in (gave, took_back):
        make.signed(make.release_link(each))
    make.signed(make.release_link(over, "likeness", ends_on=tomorrow), "likeness")
    with make.past_the_guards():
        over.releases.update(
            starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=2)
        )
    release = took_back.releases.get()
    releases.withdraw_release(**by, release=release.id)
    asked, said_no = (
        place_actions.add_place(**by, name=name, kind="lane", residents="").command
        for name in ("Lane", "Yard")
    )
    place_actions.record_agreement(**by, place=asked, agreed="yes")
    place_actions.record_agreement(**by, place=said_no, agreed="no")

    def licensed(one: Reference, **more: Any) -> None:
        make.describe(one, maker="Ada")
        told: dict[str, Any] = {"kind": "contract", "holder": "Ada", "allows": ["engine"], **more}
        licences.record_licence(**by, **told, references=[one.id])

    def reason(one: Reference) -> None:
        told = {"ground": "news", "reason": "It was public."}
        rulings.write_reason(**by, reference=one.id, **told)

    ways: list[Callable[[Reference], object]] = [
        lambda one: None,
        lambda one: make.describe(one, study=True),
        lambda one: make.name(one, gave),
        lambda one: make.name(one, gave_not),
        lambda one: make.name(one, took_back),
        lambda one: make.name(one, over),
        lambda one: make.name(one, over, heard=[over]),
        lambda one: make.name(one, gave, gave_not),
        lambda one: make.describe(one, maker="Ada"),
        lambda one: make.describe(one, maker=make.director(film).user.name),
        lambda one: make.describe(one, maker="Ada", rights="Given by her."),
        lambda one: make.describe(one, medium="broadcast"),
        licensed,
        lambda one: licensed(one, allows=["show"]),
        lambda one: licensed(one, part="recording"),
        lambda one: showing.show_place(**by, place=asked, references=[one.id]),
        lambda one: showing.show_place(**by, place=said_no, references=[one.id]),
        lambda one: rulings.refuse_out_of_care(**by, reference=one.id, reason="Not this."),
        reason,
    ]
    made = []
    for way in [*ways, *ways[:4]]:
        made.append(clip(film))
        way(made[-1])
    made += [clip(film, nobody=False), clip(film, scan=False)]
    for _ in range(2):
        made.append(clip(film, scan=False))
        make.scanned(made[-1], (0, 9))
    make.added(film, "video")  # not prepared, so it cannot be asked about
    return made


def test_all_at_once_stand_as_each_alone(film: Film) -> None:
    made = Reference.objects.in_bulk([each.id for each in varied(film)])
    alone = {
        id_ for id_, one in made.items() if not clearance("generate", references=[one]).cleared
    }
    all_ = standings(film.id)
    assert set(all_.needing) == alone
    assert 10 < len(alone) < 20, "some of both"
    assert (len(all_.unscanned), all_.unnamed) == (0, 2), "a worker has that scan to do"
    Job.objects.filter(kind=SCAN.name).update(state="failed", ended_at=timezone.now())
    assert len(standings(film.id).unscanned) == 1
    assert standings(film.id, "sound").needing == []


def cards(page: bytes) -> list[str]:
    """The references that a page shows, in order."""
    return re.findall(r'class="card [a-z]+"\s+id="reference-([0-9a-f-]+)"', page.decode())


def test_filters_hold_across_pages(
    film: Film, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "CARDS", 3)
    made = [clip(film, nobody=n % 2 == 0) for n in range(14)]
    client.force_login(make.director(film).user)
    at, seen, number = "?needs=clearance", [], []
    while at:
        page = client.get(f"/films/{film.id}/references/{at}").content
        seen.append(cards(page))
        number.append(page.decode().count('<span class="number">7</span>'))
        more = re.search(r'class="button" href="(\?[^"]*from=[^"]*)"', page.decode())
        at = more[1].replace("&amp;", "&") if more else ""
    assert [len(each) for each in seen] == [3, 3, 1]
    wanted = [str(each.id) for each in reversed(made) if each.nobody_else_at is None]
    assert [one for each in seen for one in each] == wanted
    assert number == [1, 1, 1], "how many there are is said on every page"
    assert cards(client.get(f"/films/{film.id}/references/?from=12").content) == [
        str(each.id) for each in made[1::-1]
    ]
    assert client.get(f"/films/{film.id}/references/?from=9{'9' * 30}").status_code == 200


def test_a_page_asks_as_much_of_many_as_of_few(
    film: Film, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "CARDS", 3)
    client.force_login(make.director(film).user)
    person = make.person(film)
    url = f"/films/{film.id}/references/"

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    for _ in range(4):
        make.name(clip(film), person)
    few = asked()
    for _ in range(8):
        make.name(clip(film), person)
    assert asked() == few <= 34


def test_the_page_is_divided_once(film: Film, client: Client) -> None:
    """A grid within the same grid would leave the cards half of their room."""
    client.force_login(make.director(film).user)
    page = client.get(f"/films/{film.id}/references/").content
    assert page.count(b'class="library"') == 1
