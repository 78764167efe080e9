"""People in a draft are traced once; light is kept on or off them, or goes along with one."""

import json
import struct
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from PIL import Image
from skimage import data

from slowfilm import storage
from slowfilm.engines.figures import Tracer
from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import claim
from slowfilm.ledger import SYSTEM, Refused, act
from slowfilm.light import actions, tracing
from slowfilm.light.models import DraftFigures, LightKey
from slowfilm.media.errors import MediaError
from slowfilm.media.light.field import COLUMNS, Stroke, along, rows_of
from slowfilm.media.light.mattes import Mattes, Writer, write
from slowfilm.media.light.mattes_file import MARK
from slowfilm.media.light.picture import Key, Plan
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER_TYPE, MATTES_TYPE
from slowfilm.shots.make import Source, make_draft
from slowfilm.shots.models import Draft
from slowfilm.tasks import do
from tests import make
from tests.light.test_actions import BRUSH, by
from tests.media.light_vectors import LAMP, PLAIN

SIZE = (320, 180)
FRAMES = 4
SPOT = {**LAMP, "x": 0.5, "y": 0.5, "rx": 2, "ry": 2, "softness": 0, "warmth": 0, "stops": 1}


def walking(film: Film, folder: Path) -> Draft:
    """A draft in which somebody goes from left to right."""
    person = Image.fromarray(data.astronaut()).resize((170, 170))
    path = folder / "walking.avi"
    with MasterWriter(
        path, width=SIZE[0], height=SIZE[1], rate=Fraction(24), sound=False
    ) as writer:
        for number in range(FRAMES):
            whole = Image.new("RGB", SIZE, (90, 100, 90))
            whole.paste(person, (20 + 20 * number, 10))
            writer.frame(np.asarray(whole).astype(np.uint16) << 2)
    blob = storage.keep(path, MASTER_TYPE, film.id)
    return make.draft(film, frames=FRAMES, size=SIZE, master=blob, nobody_declared_by="system")


def split(path: Path, frames: int = 30) -> Mattes:
    """Somebody who is the left half of the picture, and goes right by a hundredth a frame."""
    grid = np.zeros((rows_of(64, 36), COLUMNS), np.uint8)
    grid[:, : COLUMNS // 2] = 255
    way = [[0.2 + 0.01 * frame, 0.5] for frame in range(frames)]
    write(path, [grid] * frames, [{"first": 0, "last": frames, "way": way}], (64, 36))
    return Mattes.of(path.read_bytes())


def two(path: Path, frames: int = 30) -> Mattes:
    """One who is the left quarter of the picture, and from frame 12 on one who is the right one."""
    size = (64, 36)
    nobody = np.zeros((rows_of(*size), COLUMNS), np.uint8)
    left, right = nobody.copy(), nobody.copy()
    left[:, : COLUMNS // 4], right[:, -COLUMNS // 4 :] = 255, 255
    writer = Writer(size)
    for frame in range(frames):
        writer.add([left] if frame < 12 else [left, right])
    ways: list[list[list[float]]] = [[[at, 0.5]] * frames for at in (0.125, 0.875)]
    firsts = (0, 12)
    about = [
        {"first": first, "last": frames, "way": way, "name": "林遥" if first else ""}
        for first, way in zip(firsts, ways, strict=True)
    ]
    writer.write(path, about)
    return Mattes.of(path.read_bytes())


def claimed(draft: Draft) -> Job:
    job = claim("scan", str(Job.objects.get(kind="trace-figures", subject=draft.id).id))
    assert job is not None
    return job


def traced(film: Film, draft: Draft, folder: Path) -> None:
    """As if a worker had traced it."""
    tracing.trace_figures(**by(film), draft=draft.id)
    job = claimed(draft)
    split(folder / "m", draft.frames)
    tracing.traced(job=job, file=folder / "m", people=1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_traces_who_is_seen_once(film: Film, tmp_path: Path, client: Client) -> None:
    draft = walking(film, tmp_path)
    tracing.trace_figures(**by(film), draft=draft.id)
    with pytest.raises(Refused, match="under-way"):
        tracing.trace_figures(**by(film), draft=draft.id)
    job = claimed(draft)
    do(job)
    assert Job.objects.get(id=job.id).state == "done", Job.objects.get(id=job.id).error
    found = DraftFigures.objects.get(draft=draft)
    assert found.people == 1
    with pytest.raises(Refused, match="traced"):
        tracing.trace_figures(**by(film), draft=draft.id)
    client.force_login(make.director(film).user)
    base = f"/films/{film.id}/drafts/{draft.id}/light/"
    assert client.get(base).json()["figures"] == {"mattes": found.mattes_id, "people": 1}
    told = client.get(f"{base}people").json()
    (person,) = told["people"]
    first, last = person["way"][0], person["way"][-1]
    assert len(person["way"]) == FRAMES and last[0] > first[0] + 0.02, "they went to the right"
    grids = zlib.decompress(client.get(f"{base}people/0").content)
    whole = np.frombuffer(grids, np.uint8).reshape(FRAMES, told["rows"], told["columns"])
    assert whole[0][:, 400:].max() == 0, "nobody stands at the right"
    assert 0.1 < (whole[0] > 128).mean() < 0.5
    assert client.get(f"{base}people/1").status_code == 404
    client.force_login(make.member(film, "viewer").user)
    assert client.get(f"{base}people/0").status_code == 403


@pytest.mark.parametrize(
    "light",
    [
        {"lamps": [{**LAMP, "mask": "on"}]},
        {"follow": {"to": "person", "since": 0}},
    ],
)
def test_light_that_asks_for_people_waits_until_they_are_traced(
    film: Film, light: dict[str, Any], tmp_path: Path
) -> None:
    draft = make.draft(film)
    at = {**by(film), "draft": draft.id, "frame": 3}
    with pytest.raises(Refused) as refused:
        actions.set_key(**at, light=light)
    assert refused.value.code == "not-traced"
    key = actions.set_key(**at, light={}).command
    with pytest.raises(Refused):
        actions.paint(**by(film), **BRUSH, key=key, mask="off")
    traced(film, draft, tmp_path)
    actions.set_key(**at, light=light)
    actions.paint(**by(film), **BRUSH, key=key, mask="off")
    told = json.loads(LightKey.objects.get().light)
    assert told["lamps"] == light.get("lamps", [])
    assert ("follow" in told) == ("follow" in light), "older light reads as it did"


def test_a_path_goes_forward_in_time(film: Film) -> None:
    draft = make.draft(film)
    at = {**by(film), "draft": draft.id, "frame": 3}
    for path in ([], [[5, 0, 0], [5, 1, 1]], [[5, 0, 0], [4, 1, 1]]):
        with pytest.raises(Refused) as refused:
            actions.set_key(**at, light={"follow": {"to": "path", "since": 0, "path": path}})
        assert refused.value.code == "malformed"
    actions.set_key(**at, light={"follow": {"to": "path", "since": 3, "path": [[3, 0.5, 0.5]]}})


def test_what_could_not_be_traced_may_be_asked_again(film: Film) -> None:
    draft = make.draft(film)
    tracing.trace_figures(**by(film), draft=draft.id)
    tracing.fail(claimed(draft), "no-weights", {})
    assert film.entries.get(verb="tracing-failed").actor == "system"
    assert tracing.state(draft) is None
    tracing.trace_figures(**by(film), draft=draft.id)
    with pytest.raises(Refused) as refused:
        tracing.trace_figures(**by(film), draft=uuid4())
    assert refused.value.code == "no-draft"


def lit(keys: list[Key], frame: int, mattes: Mattes | None) -> Any:
    grey = np.full((3, 36, 64), 300, np.uint16)
    return Plan(keys, [], 64, 36, mattes).at(frame).lit(grey)[0]


def test_light_is_kept_on_people_or_off_them(tmp_path: Path) -> None:
    mattes = split(tmp_path / "m")
    points, brush = [[-0.5, 0.5, 1, 0], [1.5, 0.5, 1, 0]], {"width": 1, "stops": 1, "softness": 0}
    for mask, bright in (("on", slice(0, 30)), ("off", slice(34, 64))):
        lamp = Key(0, "hold", PLAIN | {"lamps": [{**SPOT, "mask": mask}]})
        stroke = Key(0, "hold", PLAIN, [Stroke(points, **brush, mask=mask)])
        for key in (lamp, stroke):
            found = lit([key], 7, mattes)
            assert (found[18, bright] > 350).all()
            rest = np.delete(found[18], np.r_[bright, 30:34])
            assert (rest == 300).all(), (mask, key)
        alone = lit([lamp], 7, None)
        assert (alone == 300).all() == (mask == "on"), "where nobody is known, nobody is lit"


def test_erasing_on_people_leaves_what_lies_beside_them(tmp_path: Path) -> None:
    points, brush = [[-0.5, 0.5, 1, 0], [1.5, 0.5, 1, 0]], {"width": 1, "stops": 1, "softness": 0}
    over = [Stroke(points, **brush), Stroke(points, **brush, erase=True, mask="on")]
    found = lit([Key(0, "hold", PLAIN, over)], 0, split(tmp_path / "m"))
    assert (found[18, :30] == 300).all() and (found[18, 34:] > 350).all()


def test_light_goes_along_with_a_person_or_a_path(tmp_path: Path) -> None:
    mattes = split(tmp_path / "m")
    small = {**SPOT, "x": 0.25, "rx": 0.1, "ry": 0.1}
    fixed = {**small, "id": "still", "x": 0.9, "rx": 0.05, "ry": 0.05, "fixed": True}
    dab = [Stroke([[0.25, 0.2, 1, 0]], 0.1, 2, 0)]
    ways = [
        {"to": "person", "since": 0, "person": 0},
        {"to": "path", "since": 0, "path": [[0, 0.1, 0.5], [20, 0.3, 0.5]]},
    ]
    for follow in ways:
        keys = [Key(0, "hold", PLAIN | {"lamps": [small, fixed], "follow": follow}, dab)]
        for frame, column in ((0, 16), (10, 22), (20, 29)):
            found = lit(keys, frame, mattes)
            middle = np.flatnonzero(found[18, :50] > 350).mean()
            assert abs(middle - column) < 1, (follow, frame)
            assert abs(np.flatnonzero(found[7, :50] > 350).mean() - column) < 1.5
            assert found[18, 57] > 350, "a lamp that is fixed stays"
    assert along([(4, 0, 1), (8, 1, 0)], 5) == (0.25, 0.75)
    assert (along([(4, 0, 1)], 0), along([(4, 0, 1)], 9)) == ((0, 1), (0, 1))


ON_ONE = [  # what a light keeps on or off one of two, and where it then is brighter
    ("on", 1, [True, False, False]),
    ("on", 2, [False, False, True]),
    ("off", 1, [False, True, True]),
    ("on", 0, [True, False, True]),
    ("on", 3, [False, False, False]),
]


@pytest.mark.parametrize(("mask", "who", "bright"), ON_ONE)
def test_light_is_kept_on_one_person_or_off_them(
    tmp_path: Path, mask: str, who: int, bright: list[bool]
) -> None:
    mattes = two(tmp_path / "m")
    points, brush = [[-0.5, 0.5, 1, 0], [1.5, 0.5, 1, 0]], {"width": 1, "stops": 1, "softness": 0}
    masked: dict[str, Any] = {"mask": mask, "who": who}
    lifted = {"luma": [[-2, -1], [2, 3]], "qualifier": {"tone": None, "hue": None, **masked}}
    for key in (
        Key(0, "hold", PLAIN | {"lamps": [{**SPOT, **masked}]}),
        Key(0, "hold", PLAIN, [Stroke(points, **brush, **masked)]),
        Key(0, "hold", PLAIN | lifted),
        Key(0, "hold", PLAIN | {"mode": "rgb", "r": lifted["luma"], "g": lifted["luma"]} | {
            "b": lifted["luma"], "qualifier": lifted["qualifier"]}),
    ):  # fmt: skip
        plan = Plan([key], [], 64, 36, mattes)
        grey = np.full((3, 36, 64), 300, np.uint16)
        found, exact = plan.at(20).lit(grey)[0], plan.at(20).exact(grey)[1] * 1023
        assert np.abs(found - exact).max() < 1, "the pass and the exact way"
        assert [bool(found[18, x] > 350) for x in (5, 32, 58)] == bright, key
        assert [bool(found[18, x] == 300) for x in (5, 32, 58)] == [not each for each in bright]


def test_between_two_keys_a_lamp_means_who_it_meant(tmp_path: Path) -> None:
    lamps = [{**SPOT, "mask": "on", "who": 1}, {**SPOT, "stops": 2}]
    keys = [
        Key(at, "linear", PLAIN | {"lamps": [lamp]})
        for at, lamp in zip((0, 10), lamps, strict=True)
    ]
    found = lit(keys, 5, two(tmp_path / "m"))
    assert [bool(found[18, x] > 350) for x in (5, 32, 58)] == [True, False, False]


def test_erasing_on_one_person_leaves_what_lies_on_the_other(tmp_path: Path) -> None:
    points, brush = [[-0.5, 0.5, 1, 0], [1.5, 0.5, 1, 0]], {"width": 1, "stops": 1, "softness": 0}
    over = [Stroke(points, **brush), Stroke(points, **brush, erase=True, mask="on", who=2)]
    found = lit([Key(0, "hold", PLAIN, over)], 20, two(tmp_path / "m"))
    assert [bool(found[18, x] > 350) for x in (5, 32, 58)] == [True, True, False]


def test_each_person_has_their_own_grids_from_when_they_come(tmp_path: Path) -> None:
    mattes = two(tmp_path / "m")
    assert mattes.apart and [each["name"] for each in mattes.people] == ["", "林遥"]
    assert mattes.frame(11, 2).max() == 0 and mattes.frame(12, 2).max() == 1
    assert (mattes.frame(20) == mattes.frame(20, 1) + mattes.frame(20, 2)).all()
    assert mattes.frame(20, 3).max() == 0, "there is no third"
    for number, who in ((3, 0), (0, 3), (0, -1)):
        with pytest.raises(IndexError):
            mattes.group(number, who)
    assert len(zlib.decompress(mattes.group(0, 2))) == 12 * mattes.rows * mattes.columns


def test_a_file_of_the_first_version_knows_everybody_together(tmp_path: Path) -> None:
    split(tmp_path / "m", 5)
    whole = (tmp_path / "m").read_bytes()
    (long,) = struct.unpack_from(">I", whole, len(MARK))
    head, body = json.loads(whole[len(MARK) + 4 :][:long]), whole[len(MARK) + 4 + long :]
    del head["version"], head["own"]
    for people in (1, 2):
        old = json.dumps({**head, "people": head["people"] * people}).encode()
        mattes = Mattes.of(MARK + struct.pack(">I", len(old)) + old + body)
        assert (mattes.frame(3, people) == mattes.frame(3)).all() and mattes.frame(3).max() == 1
        assert mattes.apart == (people == 1)
    later = json.dumps({**head, "version": 3}).encode()
    with pytest.raises(MediaError):
        Mattes.of(MARK + struct.pack(">I", len(later)) + later + body)


def test_what_an_engine_says_of_where_its_people_are_is_taken(
    film: Film, tmp_path: Path, client: Client
) -> None:
    two(tmp_path / "m", 20)
    said = storage.keep(tmp_path / "m", MATTES_TYPE, film.id)
    person = make.person(film, "Lin Yao")
    draft = make.draft(film, frames=20, size=(64, 36), mattes=said)
    for asked in (draft, _lit_of(draft)):
        tracing.trace_figures(**by(film), draft=asked.id)
        do(claimed(asked))
        assert DraftFigures.objects.get(draft=asked).mattes_id == said.digest
    at = {**by(film), "draft": draft.id, "frame": 1}
    actions.set_key(**at, light={"qualifier": {"mask": "off", "who": 2}})
    with pytest.raises(Refused) as refused:
        actions.set_key(**at, light={"lamps": [{**LAMP, "mask": "on", "who": 3}]})
    assert refused.value.code == "no-person"
    client.force_login(make.director(film).user)
    ways = f"/films/{film.id}/drafts/{draft.id}/light/people"
    told = client.get(ways)
    assert [each["name"] for each in told.json()["people"]] == ["", "林遥"] and told.json()["apart"]
    assert client.get(f"{ways}/0?who=2").status_code == 200
    assert client.get(f"{ways}/0?who=3").status_code == 404
    assert client.get(f"{ways}/0?who=he").status_code == 400
    assert person.name not in told.content.decode(), "nobody is called by what nobody said"


def _lit_of(draft: Draft) -> Draft:
    """As the light pass makes it."""
    files = make.files_of(draft.film, draft.frames)
    about: dict[str, Any] = {"shot": draft.shot_id, "files": files, "facts": {}}
    with act(draft.film_id, SYSTEM) as this:
        source = Source(role="light", earlier=draft.id)
        return make_draft(this, origin="relit", sources=[source], **about)


@pytest.mark.slow
def test_two_people_are_told_apart_though_one_is_found_first(tmp_path: Path) -> None:
    one = np.asarray(Image.fromarray(data.astronaut()).resize((150, 150)))
    other = one[:, ::-1]
    tracer = Tracer((480, 180))
    for number in range(3):
        whole = np.full((180, 480, 3), (90, 100, 90), np.uint8)
        whole[20:170, 10 + 12 * number :][:, :150] = one
        whole[20:170, 310 - 12 * number :][:, :150] = other // 3  # in the dark
        grids = tracer.mattes(whole.astype(np.uint16) << 2)
    left, right = tracer.people()
    assert left["way"][0][0] < 0.35 < 0.6 < right["way"][0][0]
    assert left["way"][2][0] > left["way"][0][0] and right["way"][2][0] < right["way"][0][0]
    half = COLUMNS // 2
    assert grids[left["grid"]][:, half:].max() == 0 and grids[left["grid"]][:, :half].max() == 255
    assert grids[right["grid"]][:, :half].max() == 0 and grids[right["grid"]][:, half:].max() == 255


def test_a_file_that_is_none_is_refused() -> None:
    for rubbish in (b"", b"PK\x03\x04", b"\x89SLOWMATTE\r\n\x00\x00\x00\x02{}"):
        with pytest.raises(MediaError):
            Mattes.of(rubbish)
