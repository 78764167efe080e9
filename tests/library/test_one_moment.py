"""What a page or an answer composes of several reads was all true in one same moment."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import InternalError, connection
from django.test import Client

from slowfilm.approvals import actions as approvals
from slowfilm.approvals.digest import shot_digest
from slowfilm.archives import actions as archives
from slowfilm.archives import events
from slowfilm.films.models import Film
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Cited, Role
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim, end
from slowfilm.ledger import SYSTEM, act
from slowfilm.ledger.models import Entry
from slowfilm.moment import one_moment
from slowfilm.references import actions as references
from slowfilm.references.models import Reference
from slowfilm.reviews.notes import resolve_note, write_note
from tests import make
from tests.approvals.test_lock import put_forward, say_yes
from tests.archives.conftest import whole, with_bytes  # noqa: F401
from tests.generations import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head(transactional_db: None, film: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(film).user)
    return client


@contextmanager
def before_reading(table: str, change: Callable[[], object], time: int = 1) -> Iterator[None]:
    """The `time`-th time that our connection is about to read a table, another one changes it.

    The change is committed before the read begins.
    """
    seen, failed = 0, []

    def other_connection() -> None:
        try:
            change()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    def hook(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        if sql.startswith("SELECT") and f'FROM "slowfilm_{table}"' in sql:
            seen += 1
            if seen == time:
                other = threading.Thread(target=other_connection)
                other.start()
                other.join()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hook):
        yield
    assert seen >= time, "the change came in between"
    assert failed == []


def preparing(film: Film) -> tuple[Reference, Callable[[], object]]:
    """A reference whose job a worker has, and what that worker does when it is done."""
    reference = make.added(film)
    job = make.running(reference.id)
    original = make.blob(film, "image/png")
    facts = {"kind": "picture", "width": 480, "height": 270}
    ready = {
        "kind": "picture",
        "facts": facts,
        "original": original,
        "copies": {"poster": original},
    }
    return reference, lambda: references.prepared(job=job, **ready)


@pytest.mark.parametrize(
    "path", ["/api/films/{}/references", "/films/{}/references/", "/films/{}/references/{}/card",
             "/films/{}/references/{}/"],
)  # fmt: skip
def test_what_is_prepared_meanwhile_is_never_told_as_failed(
    film: Film, head: Client, path: str
) -> None:
    reference, finish = preparing(film)
    with before_reading("job", finish):
        answer = head.get(path.format(film.id, reference.id))
    if path.startswith("/api/"):
        told = answer.json()[0]["state"]
    else:
        told = (answer.context.get("one") or answer.context["cards"][0]).state
    assert told == "preparing"
    reference.refresh_from_db()
    assert reference.ready, "it was finished before the job was read"


@pytest.mark.slow
def test_a_generation_that_ends_meanwhile_is_listed_once(film: Film, head: Client) -> None:
    cited = Cited(made.picture(film).id, Role.PLACE)
    one = made.queue(make.shot(film), made.wanted(cited))

    def stop() -> None:
        generations.cancel_generation(
            film_id=film.id, actor=make.director(film).actor, generation=one.id
        )

    for page in ("generations/", "generations/rows/"):
        with before_reading("generation", stop if page == "generations/" else int, time=2):
            text = head.get(f"/films/{film.id}/{page}").content.decode()
        assert text.count(f'id="generation-{one.id}"') == 1


@pytest.mark.parametrize("page", ["gate/", "gate/panel"])
def test_a_gate_that_never_stood_open_is_not_shown_open(
    film: Film, head: Client, page: str
) -> None:
    """The yes is taken back, and then the last change note is resolved."""
    director = make.director(film).actor
    shot, draft = put_forward(film)
    say_yes(film, shot)
    asked = write_note(
        film_id=film.id, actor=director, draft=draft.id, first=0, last=1, kind="change", text="No."
    )

    def change() -> None:
        approvals.withdraw(film_id=film.id, actor=director, shot=shot.id, role="director")
        resolve_note(film_id=film.id, actor=director, note=asked.command)

    with before_reading("note", change, time=2):  # the first is for the keeps
        shown = head.get(f"/films/{film.id}/shots/{shot.id}/{page}").context["gate"]
    assert not shown.open
    assert shot_digest(draft) == shown.digest


@pytest.mark.slow
@pytest.mark.parametrize("page", ["archive/", "archive/stand"])
def test_an_archive_that_is_done_meanwhile_is_under_way_or_there(
    whole: Film,  # noqa: F811
    client: Client,
    page: str,
) -> None:
    client.force_login(make.director(whole).user)
    archives.ask(film_id=whole.id, actor=make.director(whole).actor)
    job = claim("io")
    assert job is not None and job.kind == archives.EXPORT.name
    blob = make.blob(whole, "application/zip")

    def finish() -> None:
        with act(whole.id, SYSTEM) as this:
            end(job, Job.State.DONE)
            this.record(events.FilmTakenOut(archive=blob.digest, size=blob.size))

    with before_reading("job", finish):
        context = client.get(f"/films/{whole.id}/{page}").context
    assert context["job"].state == Job.State.RUNNING and context["archives"] == []
    assert context["seq"] == Entry.objects.filter(film=whole).count() - 1
    assert client.get(f"/films/{whole.id}/{page}").context["archives"]


def test_nothing_is_written_in_one_moment_and_nothing_new_is_seen(film: Film) -> None:
    def another() -> None:
        make.shot(film)

    with one_moment():
        before = film.scenes.count()
        with before_reading("shot", another):
            assert list(film.scenes.filter(shots__isnull=False)) == []
            assert film.scenes.count() == before
            list(film.shots.all())
        assert film.scenes.count() == before
    assert film.scenes.count() == before + 1
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Film.objects.filter(id=film.id).update(title=str(uuid4()))
