"""What leaves for a provider: agreed to by who is in it, shown, confirmed, and asked once more.

The provider is a server of its shape on 127.0.0.1: see tests/engines/ark_server.py.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slowfilm import tasks
from slowfilm.clearance import releases
from slowfilm.clearance.answer import clearance
from slowfilm.clearance.paper import paper
from slowfilm.clearance.providers import provider_of
from slowfilm.films.models import Film
from slowfilm.generations import actions
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.generations.models import Generation
from slowfilm.generations.sending import sending
from slowfilm.generations.sentences import of_failure
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.people import actions as people
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.conftest import Site
from tests.engines.ark_server import KEY, Ark, ark
from tests.generations import made
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "127.0.0.1"  # what the provider is called: it is not one that we know


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ark]:
    with ark() as running:
        path = tmp_path / "engines.toml"
        path.write_text(f"[animatic]\n{running.settings()}")
        monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
        monkeypatch.setenv("TEST_ARK_KEY", KEY)
        yield running


@pytest.fixture
def zhou(server: Ark, film: Film) -> Person:
    return make.person(film, "周")


@pytest.fixture
def portrait(film: Film, zhou: Person) -> Reference:
    found = made.picture(film, nobody=False)
    make.name(found, zhou)
    return Reference.objects.get(id=found.id)


@pytest.fixture
def shot(film: Film) -> Shot:
    return make.shot(film)


def wanted(*cited: Reference, **more: Any) -> Wanted:
    return made.wanted(*(Cited(each.id, "subject") for each in cited), engine="seedance", **more)


def queue(shot: Shot, brief: Wanted, confirmed: str | None = None) -> Generation:
    """Queued by the director, who has looked at what leaves."""
    leaves = sending(shot.film_id, brief)
    assert leaves is not None
    entry = actions.queue_generation(
        film_id=shot.film_id,
        actor=make.director(shot.film).actor,
        shot=shot.id,
        wanted=brief,
        confirmed=leaves.digest if confirmed is None else confirmed,
    )
    return Generation.objects.get(id=entry.command)


def agreed(zhou: Person, *providers: str) -> None:
    make.signed(make.release_link(zhou, providers=providers))


def test_a_release_that_names_no_provider_keeps_a_likeness_here(
    server: Ark, film: Film, zhou: Person, portrait: Reference, shot: Shot
) -> None:
    agreed(zhou)
    assert clearance("generate", references=[portrait]).cleared
    there = provider_of("seedance")
    (reason,) = clearance("generate", references=[portrait], provider=there).reasons
    assert (reason.code, reason.person) == ("not-to-provider", zhou.id)
    assert "周" in reason.sentence and HERE in reason.sentence
    assert reason.mend.endswith(f"#person-{zhou.id}")
    with pytest.raises(Refused) as refused:
        queue(shot, wanted(portrait))
    assert refused.value.code == "uncleared"
    agreed(zhou, HERE)
    with CaptureQueriesContext(connection) as asked:
        assert clearance("generate", references=[portrait], provider=there).cleared
    assert len(asked) <= 5


@pytest.mark.slow
def test_only_what_was_shown_and_confirmed_is_queued_and_the_entry_says_who(
    server: Ark, film: Film, zhou: Person, portrait: Reference, shot: Shot
) -> None:
    agreed(zhou, HERE)
    for digest in ("", "0" * 64):
        with pytest.raises(Refused) as refused:
            queue(shot, wanted(portrait), digest)
        assert refused.value.code == "not-confirmed"
    seen = sending(film.id, wanted(portrait))
    assert seen is not None
    with pytest.raises(Refused, match="not-confirmed"):
        queue(shot, replace(wanted(portrait), text="Other words."), seen.digest)
    one = queue(shot, wanted(portrait))
    assert one.sent_to == HERE
    entry = Entry.objects.get(film_id=film.id, verb="generation-queued")
    assert entry.actor == make.director(film).actor
    assert f'"confirmed":"{seen.digest}"' in str(entry.payload).replace(" ", "")
    here = made.queue(shot, made.wanted(Cited(portrait.id, "subject")))
    assert here.sent_to == "", "what stays here needs no confirmation"


@pytest.mark.slow
def test_a_worker_that_is_killed_pays_once(
    server: Ark, film: Film, zhou: Person, portrait: Reference, shot: Shot
) -> None:
    """Between the order and its result: the second attempt goes on with the first one's task."""
    agreed(zhou, HERE)
    one = queue(shot, wanted(portrait))
    server.states = ("running",) * 10_000
    killed_while_it_waits(one)
    assert server.created == 1
    Job.objects.filter(pk=one.job_id).update(lease_until=timezone.now())
    server.states = ()
    tasks.look("seedance")
    one.refresh_from_db()
    assert (one.job.state, one.job.attempt, server.created) == (Job.State.DONE, 2, 1)
    draft = Draft.objects.get(film=film)
    assert draft.facts["task"] in server.tasks and draft.facts["cost"] is None
    assert KEY not in str(draft.facts)
    page = signed_in(film).get(f"/films/{film.id}/drafts/{draft.id}/inputs/").content.decode()
    assert "108,900" in page and "A street, wet." in page


LOOK = "import django; django.setup(); from slowfilm import tasks; tasks.look('seedance')"


def killed_while_it_waits(one: Generation) -> None:
    """A process of its own does the job, and is killed with -9 once the task's id is kept."""
    kept = Generation.objects.filter(pk=one.pk, memory__has_key="task")
    env = {**Site().environment(), "DJANGO_SETTINGS_MODULE": "slowfilm.settings"}
    worker = subprocess.Popen([sys.executable, "-c", LOOK], env=env)
    try:
        until(kept.exists, seconds=60)
    finally:
        worker.kill()
        worker.wait()


def test_what_is_withdrawn_after_it_was_queued_never_leaves(
    server: Ark, film: Film, zhou: Person, portrait: Reference, shot: Shot
) -> None:
    secret = make.signed(make.release_link(zhou, providers=[HERE]))
    one = queue(shot, wanted(portrait))
    releases.withdraw_own(secret)
    tasks.look("seedance")
    one.refresh_from_db()
    assert (one.job.state, one.job.error) == (Job.State.FAILED, "clearance-withdrawn")
    assert server.asked == []


@pytest.mark.slow
def test_what_is_withdrawn_while_it_is_prepared_never_leaves(
    server: Ark, film: Film, zhou: Person, portrait: Reference, shot: Shot
) -> None:
    """The last question is asked under the film's lock, immediately before the order."""
    secret = make.signed(make.release_link(zhou, providers=[HERE]))
    one = queue(shot, wanted(portrait))
    actions.refuse_leaving(one)
    releases.withdraw_own(secret)
    with pytest.raises(Refused) as refused:
        actions.refuse_leaving(one)
    assert refused.value.code == "clearance-withdrawn"


def test_an_engine_that_now_leads_elsewhere_sends_nothing(
    server: Ark, film: Film, shot: Shot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = queue(shot, wanted(made.picture(film)))
    path = tmp_path / "other.toml"
    path.write_text(server.settings(base_url=server.url.replace("127.0.0.1", "localhost")))
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    tasks.look("seedance")
    one.refresh_from_db()
    assert one.job.error == "sent-elsewhere" and server.asked == []


def test_a_worker_without_the_key_says_so(
    server: Ark, film: Film, shot: Shot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = queue(shot, wanted(made.picture(film)))
    monkeypatch.delenv("TEST_ARK_KEY")
    tasks.look("seedance")
    one.refresh_from_db()
    assert one.job.error == "no-key" and server.asked == []
    assert "key" in of_failure(one.job.error, one.job.facts)


def test_cancelling_after_a_worker_was_lost_takes_the_task_back(
    server: Ark, film: Film, shot: Shot
) -> None:
    one = queue(shot, wanted(made.picture(film)))
    server.tasks["cgt-1"] = {"at": 0, "looks": 0, "body": {"model": "m", "seed": 7, "duration": 4}}
    Generation.objects.filter(pk=one.pk).update(memory={"task": "cgt-1"})
    by = {"film_id": film.id, "actor": make.director(film).actor}
    assert actions.cancel_generation(**by, generation=one.id).verb == "cancel-asked"
    tasks.look("seedance")
    one.refresh_from_db()
    assert one.job.state == Job.State.CANCELLED
    assert server.deleted == ["cgt-1"] and server.bodies == []


@pytest.mark.slow
def test_of_a_verified_person_the_id_there_leaves_and_no_picture(
    server: Ark, film: Film, zhou: Person, portrait: Reference, shot: Shot
) -> None:
    agreed(zhou, HERE)
    by = {"film_id": film.id, "actor": make.director(film).actor}
    people.set_asset(**by, person=zhou.id, provider=HERE, asset="asset-zhou")
    leaves = sending(film.id, wanted(portrait))
    assert leaves is not None and leaves.items[0].what == "asset"
    server.ends = {"content": {}}
    queue(shot, wanted(portrait))
    tasks.look("seedance")
    assert server.bodies[0]["content"][1]["image_url"] == {"url": "asset://asset-zhou"}
    make.name(portrait, zhou, make.person(film, "Wang"))
    both = sending(film.id, wanted(portrait))
    assert both is not None and both.items[0].what == "picture", "somebody else is in it too"


def signed_in(film: Film) -> Client:
    browser = Client()
    browser.force_login(make.director(film).user)
    return browser


@pytest.mark.slow
def test_the_page_says_what_leaves_where_to_and_how_long_before_it_is_queued(
    server: Ark, film: Film, shot: Shot
) -> None:
    picture = made.picture(film, name="lamp.png")
    browser = signed_in(film)
    address = f"/films/{film.id}/shots/{shot.id}/brief/"
    fields = {
        "text": "A lamp.",
        "engine": "seedance",
        "size": "640x360",
        "seconds": "4",
        "rate": "24",
        "seed": "7",
        "cite-TOTAL_FORMS": "1",
        "cite-INITIAL_FORMS": "0",
        "cite-0-reference": str(picture.id),
        "cite-0-role": "subject",
        "line-TOTAL_FORMS": "0",
        "line-INITIAL_FORMS": "0",
    }
    shown = browser.post(address, fields)
    told = shown.content.decode()
    assert shown.status_code == 200 and not Generation.objects.exists()
    for said in (HERE, "lamp.png", "A lamp.", "It is not known for how long."):
        assert said in told
    back = browser.post(address, {**fields, "edit": "yes"})
    assert back.status_code == 200 and "A lamp." in back.content.decode()
    leaves = sending(film.id, wanted(picture, text="A lamp."))
    assert leaves is not None and leaves.digest in told
    stale = browser.post(address, {**fields, "confirmed": leaves.digest, "text": "Another."})
    assert "Another." in stale.content.decode() and not Generation.objects.exists()
    browser.post(address, {**fields, "confirmed": leaves.digest})
    one = Generation.objects.get()
    assert one.sent_to == HERE
    rows = " ".join(browser.get(f"/films/{film.id}/generations/").content.decode().split())
    assert f"To {HERE}, confirmed by Director" in rows
    again = browser.get(f"/films/{film.id}/generations/{one.id}/again").content.decode()
    assert leaves.digest in again and "lamp.png" in again


@pytest.mark.slow
def test_scripts_are_told_what_leaves_and_confirm_it(server: Ark, film: Film, shot: Shot) -> None:
    picture = made.picture(film, name="lamp.png")
    token = make.token(make.director(film).user)
    brief = {
        "text": "A lamp.",
        "engine": "seedance",
        "width": 640,
        "height": 360,
        "frames": 96,
        "seed": "7",
        "citations": [{"reference": str(picture.id), "role": "subject"}],
    }
    about = {
        "content_type": "application/json",
        "headers": {"Authorization": f"Bearer {token}"},
    }
    here = f"/api/films/{film.id}/shots/{shot.id}"
    refused = Client().post(f"{here}/generations", brief, **about)
    assert refused.status_code == 409 and refused.json()["code"] == "not-confirmed"
    told = Client().post(f"{here}/sending", brief, **about).json()
    assert (told["provider"], told["references"][0]["name"]) == (HERE, "lamp.png")
    queued = Client().post(
        f"{here}/generations", {**brief, "confirmed": told["confirmed"]}, **about
    )
    assert queued.status_code == 201


def test_a_release_says_to_whom_and_only_those_asked_for_can_be_ticked(
    server: Ark, film: Film, zhou: Person
) -> None:
    plain = paper(zhou, ["likeness"], "en", None).text
    assert "do not leave the machines" in plain
    secret = make.release_link(zhou, providers=[HERE])
    page = Client().get(f"/release/{secret}/").content.decode()
    assert f"– {HERE}" in page and 'name="providers"' in page
    assert "checked" not in page, "nothing is ticked beforehand"
    link = releases.link_of(secret)
    assert link is not None
    text = paper(zhou, link.uses, "en", None, link.providers)
    told = {"uses": ["likeness"], "signed_name": "周", "text_hash": text.hash}
    with pytest.raises(Refused) as refused:
        releases.sign(secret, "en", {**told, "providers": ["volcengine-ark"]})
    assert refused.value.code == "not-asked"
    phone = Client()
    answer = phone.post(f"/release/{secret}/", {**told, "language": "en"})
    now = re.search(r'name="text_hash"\s+value="([0-9a-f]{64})"', answer.content.decode())
    assert answer.status_code == 409 and now is not None, "it now says what was ticked"
    phone.post(f"/release/{secret}/", {**told, "language": "en", "text_hash": now[1]})
    release = zhou.releases.get()
    assert release.providers == [], "what is not ticked is not given"


def test_no_address_takes_a_callback(server: Ark, film: Film) -> None:
    """A forged one changes nothing: whatever is made is fetched by the worker that ordered it."""
    for path in ("/callback", "/api/callback", "/api/seedance/callback", "/webhooks/ark"):
        told = {"id": "cgt-1", "status": "succeeded", "content": {"video_url": "http://x/y"}}
        answer = Client().post(path, told, content_type="application/json")
        assert answer.status_code == 404, path
