"""`manage.py up`: it says what it uses, keeps its parts running, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from slowfilm.server import embedded, lan
from tests.server.studio import Studio, data_folder, survivors
from tests.waiting import until

pytestmark = pytest.mark.slow


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder for a first start."""
    folder = data_folder()
    yield folder
    assert survivors(folder) == []
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A data folder in which a studio has run before: nothing has to be made."""
    folder = data_folder()
    first = Studio(folder, "--no-demo")
    first.start()
    first.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def first(data: Path) -> Iterator[Studio]:
    """A studio that has never been started."""
    yield from stopped(Studio(data, "--no-demo"))


@pytest.fixture
def studio(used: Path) -> Iterator[Studio]:
    """A studio that was there before."""
    yield from stopped(Studio(used, "--no-demo"))
    assert survivors(used) == []


def stopped(made: Studio) -> Iterator[Studio]:
    """A studio that does not run on when its test has ended."""
    yield made
    if made.process and made.process.poll() is None:
        made.stop()


def status(url: str) -> int:
    """What a GET answers, without following where it leads."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def answers(url: str) -> bool:
    """Whether the site is there."""
    try:
        return status(url) == 200
    except OSError:
        return False


def test_up_serves_and_ctrl_c_leaves_nothing(first: Studio, data: Path) -> None:
    """Also where an engine has a worker of its own, and no weights, and a start was cut off."""
    half = data / "postgres.begun"
    half.mkdir()
    (half / "PG_VERSION").write_text("16")
    (data / "engines.toml").write_text('[animatic]\n[vace]\nmodel = "/nowhere"\n')
    first.start()
    assert status(first.url) == 200
    said = "\n".join(first.said)
    assert f"Database: our own Postgres, its data in {data}" in said
    assert "Broker: our own Valkey" in said
    assert f"{first.url}/" in said
    assert "engine vace: Its weights can't be loaded here: " in said
    assert (data / "log" / "worker-vace.log").exists()
    assert first.stop() == 0
    assert first.said[-1] == "Everything has stopped."
    assert not embedded.socket_folder(data).exists()
    with pytest.raises(urllib.error.URLError):
        status(first.url)


def test_killed_and_cut_off_it_starts_again_and_has_what_was_made(
    studio: Studio, used: Path
) -> None:
    """Outright, each child alone, and as by a power cut; one start follows on another."""
    studio.start()
    left = studio.children()
    assert set(left) == {"web", "worker", "valkey", "postgres"}
    assert studio.process is not None
    studio.process.kill()
    studio.process.wait()
    studio.start()
    assert status(studio.url) == 200
    assert not set(left.values()) & set(studio.children().values()), "they went with it"
    second = Studio(used, "--no-demo")
    second.start(until=f"Slowfilm is already running with its data in {used}.")
    assert second.stop() != 0
    made = studio.run("tests.faults.found")
    for name, pid in studio.children().items():
        os.kill(pid, signal.SIGKILL)
        studio.wait_for(f"{name} ended (SIGKILL); it is started again")
        studio.wait_for_child(name, pid)
    until(lambda: answers(studio.url), seconds=60)
    assert studio.stop(signal.SIGHUP) == 0
    with cut_off(used / "postgres"):
        studio.start()
        request = urllib.request.Request(
            f"{studio.url}/films/{made['film']}/media/{made['digest']}",
            headers={"Authorization": f"Bearer {made['tokens'][0]}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.read() == b"a few bytes"
    assert studio.stop(signal.SIGTERM) == 0  # the fixture sees that nothing is left


@contextmanager
def cut_off(folder: Path) -> Iterator[None]:
    """Postgres' own mark stays behind, and its number is another program's by now."""
    owner = folder.stat().st_uid
    other = subprocess.Popen(["sleep", "300"], user=owner, cwd="/", start_new_session=True)
    mark = folder / "postmaster.pid"
    mark.write_text(f"{other.pid}\n{folder}\n0\n5432\n\n\n")
    os.chown(mark, owner, -1)
    try:
        yield
    finally:
        other.kill()
        other.wait()


def test_a_taken_port_is_said_before_anything_starts(first: Studio, data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.port))
        other.listen()
        first.start(until=f"Port {first.port} is taken by another program.")
        assert first.stop() != 0
    assert not (data / "postgres").exists()


def test_a_left_over_database_url_is_seen(studio: Studio) -> None:
    studio.environment["DATABASE_URL"] = "postgres://me:secret@db.invalid:5433/old"
    studio.start(until="Database: db.invalid:5433/old, from DATABASE_URL")
    assert studio.stop() != 0
    assert "secret" not in "\n".join(line for line in studio.said if "Database" in line)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"DATABASE_URL": "postgres://me:secret@127.0.0.1:1/old"}, "The database 127.0.0.1:1/old"),
        ({"REDIS_URL": "redis://:secret@127.0.0.1:1/0"}, "The broker 127.0.0.1:1/0"),
        ({"STORAGE_URL": "file:///proc/nothing"}, "The store /proc/nothing"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_server_that_cannot_be_used_is_said_in_a_sentence(
    data: Path, named: dict[str, str], said: str
) -> None:
    studio = Studio(data, "--no-demo", **named)
    studio.start(until=said)
    assert studio.stop() != 0
    told = "\n".join(studio.said)
    assert "Traceback" not in told
    assert "secret" not in told


def test_a_tablet_is_let_in_over_https(used: Path) -> None:
    studio = Studio(used, "--no-demo", "--lan", "127.0.0.2")
    studio.start()
    trusting = ssl.create_default_context(cafile=str(used / "https" / "authority.pem"))
    for host in ("localhost", "127.0.0.1", "127.0.0.2"):
        url = f"https://{host}:{studio.port}/account/login/"
        with urllib.request.urlopen(url, timeout=30, context=trusting) as answer:
            assert answer.status == 200
            assert "Secure" in answer.headers["Set-Cookie"]
    said = "\n".join(studio.said)
    assert f"https://127.0.0.2:{studio.port}/" in said
    assert "▀" in said, "a QR code"
    studio.stop()


def test_a_certificate_is_made_once_for_the_same_addresses(tmp_path: Path) -> None:
    first = lan.certificate(tmp_path, ["localhost", "127.0.0.2"]).certificate.read_bytes()
    again = lan.certificate(tmp_path, ["localhost", "127.0.0.2"])
    assert again.certificate.read_bytes() == first
    moved = lan.certificate(tmp_path, ["localhost", "127.0.0.3"])
    assert moved.certificate.read_bytes() != first


def test_the_demo_lets_each_of_its_people_in(data: Path) -> None:
    studio = Studio(data)
    studio.start()
    links = [line.rpartition(" ")[2] for line in studio.said if "/demo-sign-in/" in line]
    assert len(links) == 5
    for link in links:
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        with urllib.request.build_opener(jar).open(link, timeout=30) as answer:
            assert "雨还在下" in answer.read().decode()
    studio.stop()
