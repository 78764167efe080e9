"""Whatever is changed in an archive, it is refused with a reason, or the same film comes of it.

Twice: in an archive that its studio signed, and in one made up to the last hash by whoever changed
it. What a film is is its rows, its entries, and the bytes it holds; whom its places are given to,
its team's name, and when it was written are this studio's, or harmless.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from slowfilm import storage
from slowfilm.archives.container import Unreadable
from slowfilm.archives.importer import import_film
from slowfilm.films.models import Film
from slowfilm.ledger.models import Entry
from slowfilm.ledger.verify import verify
from tests import make
from tests.archives.acts import Busy
from tests.archives.crafting import Crafted, Line
from tests.archives.test_archive import archived, rows

CHANGES = 15  # a test and seed
Random = random.Random
Change = Callable[[Crafted, Random], object]


def what_comes(path: Path, film: Film) -> dict[str, Any] | str:
    """The film that an archive becomes, or why it is refused. Nothing of it stays."""
    with transaction.atomic():
        try:
            import_film(path)
            assert verify(film.id).fault is None
            held = film.holdings.order_by("blob_id").values_list("blob_id", "blob__size")
            entries = Entry.objects.filter(film=film).order_by("seq")
            found: dict[str, Any] | str = {
                "rows": rows(film),
                "entries": [bytes(one.hash) for one in entries][:-1],
                "held": [(*each, storage.read(each[0], 0, each[1])) for each in held],
            }
        except Unreadable as refused:
            found = str(refused)
        transaction.set_rollback(True)
    return found


# ── changes of a part ────────────────────────────────────────────────────────────────────────


def other(value: Any, dice: Random) -> Any:
    """Another value of the same kind, as far as one can say."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + dice.choice([1, -1, 1000])
    if isinstance(value, dict) and value:
        name = dice.choice(sorted(value))
        return value | {name: other(value[name], dice)}
    if isinstance(value, str) and value:
        at = dice.randrange(len(value))
        return value[:at] + dice.choice("0f1aé") + value[at + 1 :]
    return dice.choice(["x", 0, None, [], str(uuid4())])


def field(lines: list[Line], dice: Random) -> None:
    """One field of one line."""
    line = dice.choice(lines)
    holder = line.get("fields", line)
    name = dice.choice(sorted(holder))
    holder[name] = other(holder[name], dice)


def drop(lines: list[Line], dice: Random) -> None:
    lines.pop(dice.randrange(len(lines)))


def repeat(lines: list[Line], dice: Random) -> None:
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))


def swap(lines: list[Line], dice: Random) -> None:
    at, to = dice.sample(range(len(lines)), 2)
    lines[at], lines[to] = lines[to], lines[at]


def of_another(lines: list[Line], dice: Random) -> None:
    """A value of one line in the place of that of another of its kind."""
    one = dice.choice(lines)
    two = dice.choice([line for line in lines if line.get("model") == one.get("model")])
    holder, source = (line.get("fields", line) for line in (one, two))
    name = dice.choice(sorted(holder))
    holder[name] = source[name]


LINES = [field, field, drop, repeat, swap, of_another]


def people(crafted: Crafted, dice: Random) -> None:
    dice.choice(LINES)(crafted.people, dice)


def ledger(crafted: Crafted, dice: Random) -> None:
    dice.choice(LINES)(crafted.entries, dice)


def records(crafted: Crafted, dice: Random) -> None:
    dice.choice(LINES)(crafted.rows, dice)


def about(crafted: Crafted, dice: Random) -> None:
    name = dice.choice(sorted(crafted.about))
    if dice.random() < 0.3:
        del crafted.about[name]
    else:
        crafted.about[name] = other(crafted.about[name], dice)


def media(crafted: Crafted, dice: Random) -> None:
    """One byte of one file; or a file lost, added, or in the place of another."""
    name, second = dice.sample(sorted(n for n in crafted.files if n.startswith("media/")), 2)
    data = bytearray(crafted.files[name])
    match dice.randrange(5):
        case 0:
            del crafted.files[name]
        case 1:
            crafted.files[f"media/{uuid4().hex * 2}"] = bytes(data)
        case 2:
            crafted.files[name] = crafted.files[second]
        case 3:
            crafted.files[name] = bytes(data[:-1])
        case _:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            crafted.files[name] = bytes(data)


@pytest.fixture(scope="module", params=[1, 2])
def made(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Film, Path]:
    """A film on which much was done at random, and its archive. The film itself was never here."""
    with django_db_blocker.unblock(), transaction.atomic():
        film = make.film()
        Busy(film, request.param).work(40)
        path = archived(film, tmp_path_factory.mktemp(f"seed-{request.param}-", numbered=False))
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA) / "blobs")
    return film, path


@pytest.fixture
def honest(db: None, made: tuple[Film, Path], tmp_path: Path) -> tuple[Film, Path, Random]:
    """The same, with dice."""
    film, path = made
    return film, Path(shutil.copy(path, tmp_path)), random.Random(path.parent.name)


def tried(honest: tuple[Film, Path, Random], signed: list[Change], made_up: list[Change]) -> int:
    """Make changes, one an archive, and look at what comes of each; how many were refused."""
    film, path, dice = honest
    right = what_comes(path, film)
    assert isinstance(right, dict), right
    refused = 0
    for _ in range(CHANGES):
        change = dice.choice(signed + made_up)
        before, crafted = _really_changed(path, change, dice)
        changed = crafted.write(signed=change in signed)
        came = what_comes(changed, film)
        changed.unlink()
        if isinstance(came, str):
            refused += 1
            assert len(came) > 20, f"a reason: {came}"
        else:
            assert came == right, (change.__name__, before)
    assert what_comes(path, film) == right, "it was for the change that it was refused"
    return refused


def _really_changed(path: Path, change: Change, dice: Random) -> tuple[Any, Crafted]:
    """The archive with something in it that is not as it was, and the dice before that."""
    while True:
        before, crafted, honest = dice.getstate(), Crafted(path), Crafted(path)
        change(crafted, dice)
        honest.path = crafted.path
        if vars(crafted) != vars(honest):
            return before, crafted


@pytest.mark.slow
def test_in_a_signed_archive(honest: tuple[Film, Path, Random]) -> None:
    """Not a field of a row, an entry, a person or the page about it can be changed."""
    assert tried(honest, [people, ledger, records, about, media], []) > CHANGES * 0.8


@pytest.mark.slow
def test_in_one_that_is_made_up(honest: tuple[Film, Path, Random]) -> None:
    """Whoever changes it also says truly what its parts are, and leaves the signature away."""
    assert tried(honest, [], [people, ledger, about, media]) > CHANGES * 0.25


@pytest.mark.slow
def test_one_byte_of_the_file(honest: tuple[Film, Path, Random]) -> None:
    """Where it lies: in a name, a length, a checksum, the middle of a line."""
    film, path, dice = honest
    right = what_comes(path, film)
    whole, refused = path.read_bytes(), 0
    for _ in range(CHANGES):
        data = bytearray(whole)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
        came = what_comes(path, film)
        refused += isinstance(came, str)
        assert isinstance(came, str) or came == right
    assert refused > CHANGES * 0.5
