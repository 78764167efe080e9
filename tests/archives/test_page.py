"""The archive's page: asked for there, written by a worker, fetched whole, read back in."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from slowfilm import storage, tasks
from slowfilm.archives import actions
from slowfilm.films.models import Film
from slowfilm.jobs.models import ATTEMPTS, Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.ledger.verify import verify
from slowfilm.storage import Blob
from tests import make
from tests.archives.test_archive import forget, rows

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")


@pytest.fixture
def head(whole: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(whole).user)
    return client


def page(head: Client, film: Film) -> str:
    """What the archive's page says."""
    return head.get(f"/films/{film.id}/archive/").content.decode()


def ask(head: Client, film: Film) -> str:
    """Press the button; what the page says then."""
    return head.post(f"/films/{film.id}/archive/", follow=True).content.decode()


@pytest.mark.slow
def test_from_the_button_to_the_same_film_again(
    whole: Film,
    head: Client,
    tmp_path: Path,
) -> None:
    assert "No archive has been written yet." in page(head, whole)
    assert "It waits for a worker" in ask(head, whole)
    assert "An archive is being written already." in ask(head, whole), "one at a time"
    tasks.look("io")
    found = re.search(r'href="(/films/[^"]+/media/[^"]+\.zip)"', page(head, whole))
    assert found
    answer = head.get(found[1])
    data = b"".join(answer) if answer.streaming else answer.content
    assert answer["Content-Disposition"] == 'attachment; filename="The Lane.zip"'
    assert len(data) == Blob.objects.get(media_type="application/zip").size
    path = tmp_path / "fetched.zip"
    path.write_bytes(data)
    whole.jobs.filter(
        kind="export-archive"
    ).delete()  # while it was written the job was not ended yet
    before = rows(whole)
    forget(whole)
    call_command("import_film", str(path))
    assert rows(whole) == before
    assert verify(whole.id).fault is None


@pytest.mark.slow
def test_how_far_it_is_stands_on_the_page(whole: Film, head: Client) -> None:
    ask(head, whole)
    assert claim("io")
    whole.jobs.filter(kind="export-archive").update(progress=0.4)
    assert "Being written, 40 %" in page(head, whole)
    stand = head.get(f"/films/{whole.id}/archive/stand").content.decode()
    assert "Being written, 40 %" in stand and "<html" not in stand


@pytest.mark.slow
def test_a_film_with_a_lost_file_is_not_taken_out_in_part(
    whole: Film,
    head: Client,
    tmp_path: Path,
) -> None:
    held = whole.holdings.values_list("blob_id", flat=True)[0]
    storage.backend().delete(storage.name_of(held))
    ask(head, whole)
    tasks.look("io")
    said = page(head, whole)
    assert "1 file of this film is missing" in said and "Ask again" in said
    assert not Blob.objects.filter(media_type="application/zip").exists()
    assert Entry.objects.filter(film_id=whole.id, verb="archive-failed").count() == 1
    path = tmp_path / "film.zip"
    with pytest.raises(CommandError, match=held):
        call_command("archive", str(whole.id), str(path))
    assert not path.exists()


@pytest.mark.slow
def test_a_worker_that_is_lost_again_and_again_is_said(
    whole: Film,
    head: Client,
) -> None:
    ask(head, whole)
    whole.jobs.filter(kind="export-archive").update(attempt=ATTEMPTS)
    tasks.look("io")
    assert "The worker was lost twice" in page(head, whole)
    assert "It waits for a worker" in ask(head, whole)


@pytest.mark.slow
def test_it_is_for_those_who_lead_the_film(whole: Film, client: Client, tmp_path: Path) -> None:
    client.force_login(make.member(whole, "editor").user)
    for end in ("", "stand"):
        assert client.get(f"/films/{whole.id}/archive/{end}").status_code == 403
    assert client.post(f"/films/{whole.id}/archive/").status_code == 403
    assert "/archive/" not in client.get(f"/films/{whole.id}/").content.decode()
    file = tmp_path / "film.zip"
    file.write_text("everybody's address")
    written = storage.keep(file, storage.ARCHIVE, whole.id)
    assert client.get(f"/films/{whole.id}/media/{written.digest}").status_code == 403
    assert not Job.objects.filter(kind="export-archive").exists()


def test_one_archive_at_a_time(whole: Film) -> None:
    head = make.director(whole)
    asked = actions.ask(film_id=whole.id, actor=head.actor, command=None)
    again = actions.ask(film_id=whole.id, actor=head.actor, command=asked.command)
    assert again == asked, "the same command is done once"
    with pytest.raises(Refused):
        actions.ask(film_id=whole.id, actor=head.actor, command=None)
