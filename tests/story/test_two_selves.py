"""The film's sentence from nothing: two selves of one person, an old street, a broadcast.

An empty studio, the director and his release, material, two characters with their lines, a brief
that names them, the draft, and what its page says of it.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import async_to_sync
from PIL import Image

from slowfilm.clearance.models import ASKED
from slowfilm.clearance.scan_models import Scan
from slowfilm.ledger.verify import verify
from slowfilm.models import Character, Draft, Job, Line, Member, Person, Reference, Release
from tests import make
from tests.conftest import Site
from tests.engines import material
from tests.generations import staged
from tests.room.line import Line as Room
from tests.story.test_story import found_a_film
from tests.story.visitor import Visitor
from tests.uploads.tus import Tus
from tests.waiting import until

pytestmark = pytest.mark.slow
SENTENCE = "@林遥（1998） and @林遥（今） talk in @Image1 while the set shows @Video1."
PERIODS = {
    "1998": ("young.mp4", "asks.wav", "你么样才回来？"),
    "今": ("now.png", "answers.wav", "灯还冇熄。"),
}


def draw(folder: Path) -> list[Path]:
    """The street, what its set shows, a self in a clip, a self in a still, and two takes."""
    Image.fromarray(staged.street()).save(folder / "street.png")
    return [
        folder / "street.png",
        material.clip(folder / "broadcast.mp4", 2),
        material.walk(folder / "young.mp4", 24, height=200),
        material.picture(folder / "now.png", material.person(300, turn=-0.5)),
        material.tone(folder / "asks.wav", 0.6, 300),
        material.tone(folder / "answers.wav", 0.6, 220),
    ]


def upload(site: Site, path: str, token: str, folder: Path) -> dict[str, Reference]:
    """Upload all of it and wait until it is prepared and scanned; the references by name."""
    tus = Tus(site.url, token)
    names = {
        tus.send(f"{path}uploads/", file, maker="Lin", rights="Ours."): file.name
        for file in draw(folder)
    }
    ready = Reference.objects.filter(id__in=names).exclude(original=None)
    until(lambda: ready.count() == len(names), seconds=120)
    until(lambda: Scan.objects.filter(error="").count() == len(names), seconds=120)
    return {names[str(each.id)]: each for each in ready}


def declare(director: Visitor, path: str, references: list[Reference], **who: Any) -> None:
    """Say on a reference's page who is in it, and that nobody else is."""
    for each in references:
        page = f"{path}references/{each.id}/"
        director.fill_in(page, "people/named", references=[str(each.id)], nobody_else="yes", **who)


def name_faces(director: Visitor, path: str, reference: Reference, person: Person) -> None:
    """Say on a reference's page whose face the scan found in it."""
    director.fill_in(f"{path}references/{reference.id}/", "found/name", person=str(person.id))


def give_release(director: Visitor, path: str, member: UUID) -> Person:
    """The director is in his own film, and signs for himself."""
    director.fill_in(f"{path}people/", name="林遥", member=str(member))
    person = Person.objects.get()
    page = f"{path}people/{person.id}/give/"
    director.fill_in(page, uses=ASKED, signed_name="林遥")
    return person


def cast(director: Visitor, path: str, person: Person, there: dict[str, Reference]) -> None:
    """One character a period, each with its own picture and its own line."""
    for period, (picture, take, words) in PERIODS.items():
        director.fill_in(f"{path}characters/", person=str(person.id), period=period)
        page = f"{path}characters/{Character.objects.get(period=period).id}/"
        director.fill_in(page, "references", reference=str(there[picture].id), role="subject")
        spoken = {"words": words, "dialect": "武汉话", "take": str(there[take].id)}
        director.fill_in(page, "lines", **spoken)


def brief(director: Visitor, path: str, shot: str, there: dict[str, Reference]) -> None:
    """The sentence; the plate and the broadcast are cited, the selves are named."""
    cited = [("street.png", "plate"), ("broadcast.mp4", "screen")]
    lines = [Line.objects.get(words=words) for _picture, _take, words in PERIODS.values()]
    rows = {"cite-TOTAL_FORMS": "2", "line-TOTAL_FORMS": "2"}
    rows |= {"cite-INITIAL_FORMS": "0", "line-INITIAL_FORMS": "0"}
    for number, (name, role) in enumerate(cited):
        rows |= {f"cite-{number}-reference": str(there[name].id), f"cite-{number}-role": role}
    for number, line in enumerate(lines):
        rows |= {f"line-{number}-line": str(line.id), f"line-{number}-pause": "0.2"}
    order = {"engine": "composite", "size": "640x360", "seconds": "2"}
    director.fill_in(f"{path}shots/{shot}/brief/", text=SENTENCE, **order, **rows)


async def open_a_shot(line: Room) -> str:
    """A scene and a shot, as the room's page makes them."""
    scene, shot = str(uuid4()), str(uuid4())
    async with line:
        await line.hello()
        await line.do("add-scene", id=scene, title="An old street")
        await line.do("add-shot", id=shot, scene=scene, title="Before the set")
    return shot


def prepare(site: Site, folder: Path) -> tuple[Visitor, str, str, dict[str, Reference]]:
    """From the empty studio to two characters who may be used, and a shot."""
    director, path = found_a_film(site)
    member = Member.objects.get()
    token = make.token(member.user)
    there = upload(site, path, token, folder)
    person = give_release(director, path, member.id)
    declare(director, path, [there["street.png"], there["broadcast.mp4"]])
    for period in PERIODS.values():
        name_faces(director, path, there[period[0]], person)
        declare(director, path, [there[period[0]]], seen=[str(person.id)])
        declare(director, path, [there[period[1]]], heard=[str(person.id)])
    cast(director, path, person, there)
    shot = async_to_sync(open_a_shot)(Room(f"{site.ws}/ws{path}", token))
    return director, path, shot, there


def test_two_selves_talk_in_an_old_street(site: Site, worker: None, tmp_path: Path) -> None:
    director, path, shot, there = prepare(site, tmp_path)
    brief(director, path, shot, there)
    until(lambda: not Job.objects.open().exists(), seconds=180)
    draft = Draft.objects.get()
    facts = draft.facts
    assert [one["character"] for one in facts["spoken"]] == ["林遥（1998）", "林遥（今）"]
    assert all(one["lost"] == 0 for one in facts["spoken"])
    assert [one["moves"] for one in facts["people"]] == [True, False], "a clip, a still"
    assert {row["treatment"] for row in facts["inputs"]} == {"used"}
    assert (draft.frames, draft.rate) == (48, "24")
    page = director.look(f"{path}drafts/{draft.id}/inputs/")
    assert all(name in page for name in there)
    room = director.look(f"{path}room/?shot={shot}")
    for _picture, _take, words in PERIODS.values():
        assert json.dumps(words).strip('"') in room, "shown under the picture"
    assert Release.objects.get().signed_name == "林遥"
    assert verify(UUID(path.split("/")[2])).fault is None
