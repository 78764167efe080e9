"""A studio signs where its archives' ledgers end; whoever reads one in is told who signed."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from slowfilm.archives import signature
from slowfilm.films.actions import join
from slowfilm.films.models import Film
from slowfilm.ledger.models import Entry, Head
from slowfilm.models import User
from tests import make
from tests.archives.crafting import Crafted
from tests.archives.test_archive import archived, forget, spoil

KEYS = Path(settings.DATA) / "keys"


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    """Each test begins without keys."""
    shutil.rmtree(KEYS, ignore_errors=True)
    yield
    shutil.rmtree(KEYS, ignore_errors=True)


@pytest.fixture
def film(transactional_db: None) -> Film:
    """A film with some entries."""
    made = make.film()
    make.member(made, "editor")
    return made


@pytest.fixture
def archive(film: Film, tmp_path: Path) -> Path:
    """Its archive. The film itself is gone."""
    path = archived(film, tmp_path)
    forget(film)
    return path


def said_by(*command: str) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def recorded(film: Film) -> dict[str, object]:
    """What the entry of its coming says."""
    entry = Entry.objects.get(film=film, verb="film-brought-in")
    told: dict[str, object] = json.loads(entry.payload or "")
    return told


def another_studio() -> None:
    """What was signed before was signed elsewhere."""
    (KEYS / "studio.pem").unlink()


@pytest.mark.slow
def test_this_studio_knows_what_it_signed(film: Film, archive: Path) -> None:
    key = signature.own_fingerprint()
    assert "The head was signed by this studio." in said_by("import_film", str(archive))
    assert recorded(film) | {"entries": 0, "head": "", "accounts": []} == {
        "accounts": [],
        "entries": 0,
        "head": "",
        "signed": "here",
        "key": key,
        "studio": "",
        "outside": None,
    }


@pytest.mark.slow
def test_an_unknown_key_is_named(film: Film, archive: Path) -> None:
    key = signature.own_fingerprint()
    another_studio()
    said = said_by("import_film", str(archive))
    assert f"The head was signed by an unknown key: {key}." in said
    assert (recorded(film)["signed"], recorded(film)["key"]) == ("unknown", key)


@pytest.mark.slow
def test_a_studio_that_is_known_is_named(film: Film, archive: Path) -> None:
    known = KEYS / "known"
    known.mkdir()
    shutil.copy(KEYS / "studio.pub", known / "The Mill.pem")
    (known / "broken.pem").write_text("no key")
    another_studio()
    said = said_by("import_film", str(archive))
    assert "The head was signed by a studio known here: The Mill." in said
    assert (recorded(film)["signed"], recorded(film)["studio"]) == ("known", "The Mill")


def test_an_unsigned_head_is_said_to_be_so(film: Film, archive: Path) -> None:
    said = said_by("import_film", str(Crafted(archive).write()))
    assert "not signed: a tail cut off together with its head would not be noticed" in said
    assert (recorded(film)["signed"], recorded(film)["key"]) == ("unsigned", "")


SIGNED = [
    *("format", "film", "title", "team", "founder", "entries", "head", "at", "files", "erased")
]


@pytest.mark.slow
@pytest.mark.parametrize("name", SIGNED)
def test_what_is_signed_cannot_be_changed(film: Film, archive: Path, name: str) -> None:
    def change(data: bytes) -> bytes:
        about = json.loads(data)
        assert about.keys() == {*SIGNED, "signature"}
        changed = {"team": {"id": str(film.team_id), "name": "Mine"}, "files": {}, "entries": 1}
        if name == "founder":
            changed["founder"] = another_than(about["founder"])
        return json.dumps(about | {name: changed.get(name, "0" * 32)}).encode()

    with pytest.raises(CommandError):
        call_command("import_film", str(spoil(archive, "about.json", change)))
    assert not Film.objects.filter(id=film.id).exists()


def another_than(founder: str) -> str:
    """The id of the film's other person."""
    return str(User.objects.exclude(id=founder).latest("date_joined").id)


@pytest.mark.parametrize("name", ["people.jsonl", "records.jsonl"])
def test_parts_are_what_the_signed_page_says(film: Film, archive: Path, name: str) -> None:
    told = {"people.jsonl": (b"Director", b"Dictator"), "records.jsonl": (b'"24"', b'"25"')}
    path = spoil(archive, name, lambda data: data.replace(*told[name]))
    with pytest.raises(CommandError, match=f"{name} is not what about.json says of it"):
        call_command("import_film", str(path))


def cut(archive: Path) -> Crafted:
    """An archive without the last entry, whose head is that of the one before."""
    crafted = Crafted(archive)
    joined = json.loads(crafted.entries.pop()["fields"]["payload"])["member"]
    gone = next(row for row in crafted.of("member") if row["pk"] == joined)
    crafted.rows.remove(gone)
    crafted.people = [one for one in crafted.people if one["id"] != gone["fields"]["user"]]
    crafted.chained()
    return crafted


@pytest.mark.slow
def test_a_tail_cut_off_with_its_head_shows_only_from_outside(film: Film, archive: Path) -> None:
    head = Crafted(archive).about["head"]
    crafted = cut(archive)
    with pytest.raises(CommandError, match="the head from outside is not there"):
        call_command("import_film", str(crafted.write()), "--head", head)
    assert "not signed" in said_by("import_film", str(crafted.write()))


@pytest.mark.slow
def test_a_head_known_from_outside_proves_what_is_before_it(film: Film, archive: Path) -> None:
    about = Crafted(archive).about
    said = said_by("import_film", str(archive), "--head", about["head"].upper())
    assert "The head you gave is its last entry's." in said
    assert recorded(film)["outside"] == about["entries"]


def test_an_earlier_head_proves_a_part(film: Film, tmp_path: Path) -> None:
    early = bytes(Head.objects.get(film=film).hash).hex()
    make.member(film, "viewer")
    path = archived(film, tmp_path)
    forget(film)
    said = said_by("import_film", str(path), "--head", early)
    assert re.search(r"The head you gave is entry \d+'s; 1 came after it\.", said)
    with pytest.raises(CommandError, match="64 hexadecimal digits"):
        call_command("import_film", str(path), "--head", "abc")


BROKEN = [{}, {"key": "", "value": ""}, {"key": "x", "value": "x"}, [], None]


@pytest.mark.parametrize("told", BROKEN)
def test_a_signature_that_is_none_is_refused(film: Film, archive: Path, told: object) -> None:
    def change(data: bytes) -> bytes:
        return json.dumps(json.loads(data) | {"signature": told}).encode()

    with pytest.raises(CommandError, match="not a whole"):
        call_command("import_film", str(spoil(archive, "about.json", change)))


@pytest.mark.slow
def test_it_stands_on_the_archives_page(film: Film, archive: Path) -> None:
    call_command("import_film", str(archive))
    head = make.user()
    join(film=film, user=head, roles=["director"])
    client = Client()
    client.force_login(head)
    page = client.get(f"/films/{film.id}/archive/").content.decode()
    assert "Where this film came from" in page and "The head was signed by this studio." in page
    ours = make.film()
    client.force_login(make.director(ours).user)
    assert "came from" not in client.get(f"/films/{ours.id}/archive/").content.decode()


def test_the_key_is_the_owners_alone_and_made_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: signature.own_fingerprint(), range(8)))
    assert len(found) == 1
    assert (KEYS / "studio.pem").stat().st_mode & 0o077 == 0
    assert {path.name for path in KEYS.iterdir()} == {"studio.pem", "studio.pub"}
