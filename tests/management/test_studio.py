"""Commands that work on a studio: without its database, by a film's title, into an empty one."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from slowfilm.films import memberships
from slowfilm.films.models import Film, Team
from slowfilm.ledger.verify import verify
from slowfilm.models import User
from tests import make
from tests.archives.conftest import whole, with_bytes  # noqa: F401
from tests.archives.test_archive import forget

FILM = "5f5b0c1e-0000-4000-8000-000000000000"
COMMANDS = {
    "archive": [FILM, "film.zip"],
    "verify": [FILM],
    "import_film": ["film.zip"],
    "token": ["lin@example.org"],
    "tidy": [],
    "demo": [],
}


def test_django_finds_nothing_wrong() -> None:
    call_command("check", fail_level="WARNING")


def in_a_shell(command: list[str], data: Path, database: str = "") -> tuple[int, str]:
    """Run a command as one does by hand: its exit status, and what it complained of."""
    environment = {**os.environ, "DATA": str(data), "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_without_its_database_a_command_says_one_clear_line(name: str, tmp_path: Path) -> None:
    nowhere = "postgres://slowfilm@127.0.0.1:1/slowfilm"
    status, said = in_a_shell([name, *COMMANDS[name]], tmp_path, nowhere)
    (line,) = said.splitlines()
    assert status == 1
    assert line.startswith("CommandError: The database 127.0.0.1:1/slowfilm (DATABASE_URL) can't")


@pytest.mark.slow
def test_a_studio_that_is_not_up_is_said_to_be_down(tmp_path: Path) -> None:
    status, said = in_a_shell(["verify", FILM], tmp_path)
    (line,) = said.splitlines()
    assert status == 1 and "is not running. Start it with `manage.py up`" in line


@pytest.mark.slow
def test_a_database_without_tables_is_said_to_have_none(db: None, tmp_path: Path) -> None:
    folder = settings.DATABASES["default"]["HOST"].replace("/", "%2F")
    status, said = in_a_shell(["verify", FILM], tmp_path, f"postgres://slowfilm@{folder}/postgres")
    assert status == 1
    assert said.splitlines() == [
        "CommandError: The database has not this version's tables. Run `manage.py migrate` first."
    ]


def said_by(*command: str) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_a_film_may_be_named_by_its_title(
    transactional_db: None, film: Film, tmp_path: Path
) -> None:
    entries = verify(film.id).entries
    for name in (str(film.id), "The Lane", "the lane"):
        assert f"{entries} entries hold" in said_by("verify", name)
    said_by("archive", "The Lane", str(tmp_path / "film.zip"))
    with pytest.raises(CommandError, match=r"There is no film The Well\."):
        call_command("verify", "The Well")
    with pytest.raises(CommandError, match=f"There is no film {FILM}"):
        call_command("verify", FILM)


def test_of_films_with_one_title_the_ids_are_listed(film: Film) -> None:
    other = make.film()
    with pytest.raises(CommandError) as refused:
        call_command("verify", "The Lane")
    assert str(film.id) in str(refused.value) and str(other.id) in str(refused.value)
    assert said_by("verify", str(other.id))


def emptied(film: Film, tmp_path: Path) -> Path:
    """The film's archive, in a studio that has never known it or its people."""
    path = tmp_path / "film.zip"
    call_command("archive", str(film.id), str(path))
    forget(film)
    Team.objects.all().delete()
    User.objects.all().delete()
    return path


def links_in(said: str) -> list[tuple[str, str]]:
    """Whom links were printed for, and their paths."""
    found = re.findall(r"^(.+): (https?://\S+)$", said, re.MULTILINE)
    return [(name, urlsplit(link).path) for name, link in found]


@pytest.mark.slow
def test_an_empty_studio_lets_the_founder_in_by_a_link(
    whole: Film,  # noqa: F811
    tmp_path: Path,
) -> None:
    said = said_by("import_film", str(emptied(whole, tmp_path)), "--site", "https://film.example")
    assert "Director: https://film.example/places/" in said
    ((_name, link),) = links_in(said)
    founder = Client()
    assert "Make an account" in founder.get(link).content.decode()
    fields = {"email": "lin@example.org", "name": "Lin", "password1": "the river by night"}
    founder.post("/account/signup/", fields)
    assert founder.get(f"/films/{whole.id}/").status_code == 200
    founder.logout()
    founder.post("/account/login/", {"login": "lin@example.org", "password": fields["password1"]})
    assert founder.get(f"/films/{whole.id}/members/").status_code == 200
    assert "leads nowhere any more" in Client().get(link).content.decode()


@pytest.mark.slow
def test_whoever_is_matched_needs_no_link(
    whole: Film,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = tmp_path / "film.zip"
    call_command("archive", str(whole.id), str(path))
    forget(whole)
    assert "http" not in said_by("import_film", str(path), "--match-accounts")


@pytest.mark.slow
def test_the_first_link_is_for_somebody_who_manages_the_film(
    whole: Film,  # noqa: F811
    tmp_path: Path,
) -> None:
    editor, producer = make.member(whole, "editor"), make.member(whole, "producer", name="Zhou")
    memberships.remove(film_id=whole.id, actor=producer.actor, member=make.director(whole).id)
    said = said_by("import_film", str(emptied(whole, tmp_path)))
    assert [name for name, _link in links_in(said)] == ["Zhou", str(editor)]
