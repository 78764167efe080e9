"""The whole way, over HTTP and the socket: an empty studio, a locked shot, its archive."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from slowfilm.accounts.models import User
from slowfilm.films.models import Film
from slowfilm.ledger.verify import verify
from slowfilm.models import Draft, Job, Reference, Shot
from tests import make
from tests.conftest import Site
from tests.references import files
from tests.room.line import Line
from tests.story.visitor import Visitor
from tests.uploads.tus import Tus

PASSWORD = "a long walk home"
pytestmark = pytest.mark.slow


def found_a_film(site: Site) -> tuple[Visitor, str]:
    """The first person of an empty studio signs up and founds a film; its path."""
    director = Visitor(site.url)
    assert director.look("/").count("<form") >= 1
    director.fill_in("/account/signup/", email="lin@example.org", password1=PASSWORD, name="Lin")
    director.fill_in(
        "/films/new/",
        title="雨还在下",
        why="To find out what the light knew.",
        nevers="No face that was not asked.\nNo hand smoother than a hand.",
        team_name="Under the Lamp",
    )
    film = re.search(r"/films/[0-9a-f-]{36}/", director.at)
    assert film, director.at
    rules = {"approving": "director", "waiting_days": "0", "change_notes_closed": "on"}
    director.fill_in(f"{film.group(0)}policy/", **rules)
    return director, film.group(0)


def invite(site: Site, director: Visitor, film: str) -> Visitor:
    """A cinematographer comes in by a link, which then is used up."""
    director.fill_in(f"{film}invitations/", roles=["cinematographer"])
    link = re.search(r"/invitations/[^/\"]+/", director.look(f"{film}members/"))
    assert link
    other = Visitor(site.url)
    other.look(link.group(0))
    other.fill_in("/account/signup/", email="zhou@example.org", password1=PASSWORD, name="Zhou")
    assert "雨还在下" in other.look(film)
    Visitor(site.url).look(link.group(0), status=410)
    return other


def upload(site: Site, film: str, token: str, folder: Path) -> dict[str, str]:
    """Three references by tus: a picture, a clip, a sound; their upload ids by kind."""
    chosen = {
        "picture": files.picture(folder / "lamp.png", (1280, 720)),
        "video": files.clip(folder / "rain.mp4"),
        "sound": files.sound(folder / "rain.wav"),
    }
    tus = Tus(site.url, token)
    return {
        kind: tus.send(f"{film}uploads/", path, maker="Slowfilm", year="1998", rights="Ours.")
        for kind, path in chosen.items()
    }


async def prepared(line: Line, count: int) -> list[str]:
    """Wait until so many references are prepared and scanned; their ids."""
    done = [await line.wait("entry", verb="scan-done", seconds=120) for _ in range(count)]
    return [entry["payload"]["reference"] for entry in done]


def brief(director: Visitor, film: str, shot: str) -> str:
    """Write a brief that cites all three references, and queue it."""
    kinds = {
        "picture": ("Image1", "place"),
        "video": ("Video1", "motion"),
        "sound": ("Audio1", "ambience"),
    }
    rows: dict[str, Any] = {
        "cite-TOTAL_FORMS": "3",
        "cite-INITIAL_FORMS": "0",
        "line-TOTAL_FORMS": "0",
        "line-INITIAL_FORMS": "0",
    }
    for number, (kind, (_tag, role)) in enumerate(kinds.items()):
        reference = Reference.objects.get(kind=kind)
        rows |= {f"cite-{number}-reference": str(reference.id), f"cite-{number}-role": role}
    return director.fill_in(
        f"{film}shots/{shot}/brief/",
        text="@Image1 holds. Then @Video1, and @Audio1 under everything.",
        seconds="2",
        size="640x360",
        **rows,
    )


def ids(film: str) -> tuple[User, User, Film]:
    """The two people, and the film."""
    one, other = (User.objects.get(email=f"{who}@example.org") for who in ("lin", "zhou"))
    return one, other, Film.objects.get(id=film.strip("/").split("/")[1])


async def test_from_an_empty_studio_to_a_locked_shot(
    site: Site, worker: None, tmp_path: Path
) -> None:
    director, path = await sync_to_async(found_a_film)(site)
    other = await sync_to_async(invite)(site, director, path)
    lin, zhou, film = await sync_to_async(ids)(path)
    one = await sync_to_async(Line.of)(site, film, lin)
    two = await sync_to_async(Line.of)(site, film, zhou)
    async with one, two:
        await one.hello()
        await two.hello()

        token = await sync_to_async(make.token)(lin)
        await sync_to_async(upload)(site, path, token, tmp_path)
        for reference in await prepared(one, 3):
            assert (await one.do("declare-nobody", reference=reference))["type"] == "ack"

        scene = uuid4()
        await one.do("add-scene", id=scene, title="Dusk")
        shot = uuid4()
        await one.do("add-shot", id=shot, scene=str(scene), title="The lamp comes on")

        await sync_to_async(brief)(director, path, str(shot))
        await two.wait("entry", verb="generation-queued")
        await two.wait("entry", verb="generation-started", seconds=30)
        made = await two.wait("entry", verb="draft-made", seconds=120)
        assert any(
            word["type"] == "progress" and word["kind"] == "generate"
            for message in two.heard
            if message["type"] == "passing"
            for word in message["batch"]
        ), "its progress was told while it ran"
        await two.wait("entry", verb="scan-done", seconds=60)
        draft = made["payload"]["draft"]
        assert made["payload"]["name"] == "S01_SH010_v001"

        await two.do(
            "draw-stroke", draft=draft, frame=12, tool="pen", colour="#e8b04b", width=40,
            points=[[100, 200, 512, 10, -10], [30000, 40000, 700, 10, -10]],
        )  # fmt: skip
        await one.wait("entry", verb="stroke-drawn")
        note = uuid4()
        words = {"draft": draft, "first": 0, "last": 24, "kind": "change", "text": "Slower."}
        await two.do("write-note", id=note, **words)
        keep = {**words, "kind": "keep", "text": "The walk is stiff.", "reason": "It is true."}
        await one.do("write-note", **keep)
        assert (await one.do("select-draft", draft=draft))["type"] == "ack"

        digest = await sync_to_async(digest_shown)(director, path, str(shot))
        refused = await one.do("lock-shot", shot=str(shot), digest=digest)
        assert refused["code"] == "gate", "a change is still asked for, and nobody has said yes"
        await one.do("resolve-note", note=str(note))
        for never in film.nevers:
            told = {"shot": str(shot), "digest": digest, "never": never, "holds": True}
            assert (await two.do("answer-never", **told))["type"] == "ack"
        yes = await one.do("approve-shot", shot=str(shot), digest=digest, role="director")
        assert yes["type"] == "ack"
        assert (await two.do("lock-shot", shot=str(shot), digest=digest))["code"] == "not-allowed"
        assert (await one.do("lock-shot", shot=str(shot), digest=digest))["type"] == "ack"
        await two.wait("entry", verb="shot-locked")
        late = await two.do("write-note", **words)
        assert late["code"] == "locked"

    await sync_to_async(end)(film, path, other, str(shot), draft, tmp_path)


def digest_shown(director: Visitor, film: str, shot: str) -> str:
    """The digest that the gate page binds a yes to."""
    found = re.search(
        r'name="digest" value="([0-9a-f]{64})"', director.look(f"{film}shots/{shot}/gate/")
    )
    assert found
    return found.group(1)


def end(film: Film, path: str, other: Visitor, shot: str, draft: str, folder: Path) -> None:
    """What stands at the end: a locked shot, one draft, a ledger that holds, an archive."""
    assert Shot.objects.get(id=shot).locked_at is not None
    one = Draft.objects.get(id=draft)
    assert (one.frames, one.rate, Draft.objects.count()) == (48, "24", 1)
    assert {source.tag for source in one.sources.all()} == {"Image1", "Video1", "Audio1"}
    assert not Job.objects.open().exists()
    assert verify(film.id).fault is None
    assert "S01_SH010" in other.look(f"{path}room/")
    archive = folder / "film.zip"
    command = [sys.executable, "manage.py", "archive", str(film.id), str(archive)]
    environment = Site().environment()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "雨还在下" in done.stdout
    assert archive.stat().st_size > one.master.size
    told = json.dumps(list(film.entries.values_list("payload", flat=True)))
    assert "example.org" not in told, "no address stands in the ledger"
