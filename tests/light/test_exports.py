"""Light as files, read back; and files of others, read or refused with a sentence."""

import io
import json
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from slowfilm.films.models import Film
from slowfilm.light import actions, cdl, cube
from slowfilm.light.frames import CHILD
from slowfilm.light.grade import Grade
from slowfilm.media.light.picture import Key, Plan
from tests import make
from tests.light import drawn
from tests.light.test_actions import BRUSH, LIFT, by

EMPTY: dict[str, Any] = {"luma": [], "r": [], "g": [], "b": [], "qualifier": None, "lamps": []}
PLAIN = EMPTY | {"mode": "luma"}
RGB = EMPTY | {"mode": "rgb", "r": [[-4, -3]], "b": [[-2, -3], [1, 1]]}
HUE = PLAIN | LIFT | {"qualifier": {"tone": [-4, 1, 1], "hue": [20, 60, 30]}}


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 1023)] * 3), st.sampled_from((PLAIN | LIFT, RGB, HUE)))
def test_a_colour_leaves_as_it_is_rendered(codes: tuple[int, int, int], light: Any) -> None:
    red, green, blue = codes
    planes = np.array([green, blue, red], np.uint16).reshape(3, 1, 1)
    shown = Plan([Key(0, "hold", light)], [[0, 0.5]], 1, 1).at(0).exact(planes).reshape(3)
    told = Grade(light, 0.5).of((red / 1023, green / 1023, blue / 1023))
    assert np.abs(np.array(told) - shown).max() < 1e-3


def test_a_cube_of_a_curve_gives_the_curve_back() -> None:
    text = "".join(cube.written(Grade(PLAIN | LIFT), "A", 33))
    light, more = cube.read(text)
    assert more and light["mode"] == "luma"
    before, after = Grade(PLAIN | LIFT), Grade(PLAIN | light)
    for code in np.linspace(0.02, 1, 40):
        grey = (float(code),) * 3
        assert after.of(grey)[0] == pytest.approx(before.of(grey)[0], abs=0.012)


def test_slope_offset_and_power_are_found_again() -> None:
    (fit, *_) = cdl.fitted(Grade(PLAIN, 1.0))
    assert fit.miss < 1e-6 and fit.power == pytest.approx(1, abs=1e-4)
    assert fit.slope == pytest.approx(2 ** (1 / 2.4), abs=1e-4)
    assert cdl.fitted(Grade(PLAIN | {"luma": [[-6, -2], [0, -1.5], [2, 2]]}))[0].miss > 0.02


def ramp(kind: str, size: int) -> str:
    steps = [i / (size - 1) for i in range(size)]
    if kind == "LUT_1D_SIZE":
        rows = [(c, c, c**2) for c in steps]
    else:
        rows = [(r, g, b) for b in steps for g in steps for r in steps]
    lines = "\n".join(" ".join(f"{value:.4f}" for value in row) for row in rows)
    return f'TITLE "x"\n# made elsewhere\n{kind} {size}\n{lines}\n'


@pytest.mark.slow
def test_cubes_of_65_and_of_one_dimension_are_read() -> None:
    light, more = cube.read(ramp("LUT_3D_SIZE", 65))
    assert more and light == {"mode": "luma", "luma": []}, "it changes nothing"
    light, more = cube.read(ramp("LUT_1D_SIZE", 1024))
    assert not more and light["r"] == light["g"] == [] and light["b"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-a-cube"),
        ("<html>rubbish</html>", "numbers"),
        ("LUT_3D_SIZE 2\n0 0 0\n", "rows"),
        ("LUT_3D_SIZE 129\n", "size"),
        ("LUT_3D_SIZE two\n", "size"),
        ("LUT_1D_SIZE 2\n0 0 0\nnan 1 1\n", "numbers"),
        ("LUT_1D_SIZE 2\nDOMAIN_MIN 1 1 1\n0 0 0\n1 1 1\n", "domain"),
    ],
)
def test_rubbish_is_refused(text: str, code: str) -> None:
    with pytest.raises(cube.NotACube) as refused:
        cube.read(text)
    assert refused.value.code == code


@pytest.mark.slow
def test_a_key_leaves_and_says_what_it_lacks(film: Film, client: Client) -> None:
    draft = make.draft(film)
    client.force_login(make.director(film).user)
    key = actions.set_key(**by(film), draft=draft.id, frame=4, light=LIFT).command
    actions.paint(**by(film), **BRUSH, key=key)
    told = {
        form: client.get(f"/films/{film.id}/light-keys/{key}/file.{form}")
        for form in ("cube", "ccc")
    }
    for form, answer in told.items():
        assert f"{draft.name}_4.{form}" in answer["Content-Disposition"]
        assert "The painted light is not in it" in answer.content.decode()
    assert "of 255 at most" in told["ccc"].content.decode()
    file = SimpleUploadedFile("a.cube", told["cube"].content)
    read = client.post(f"/films/{film.id}/light/cube", {"file": file}).json()
    assert read["said"] and actions.set_key(
        **by(film), draft=draft.id, frame=9, light=read["light"]
    )
    refused = client.post(
        f"/films/{film.id}/light/cube", {"file": SimpleUploadedFile("a.cube", b"\xff\x00")}
    )
    assert refused.status_code == 422 and json.loads(refused.content)["code"] == "not-a-cube"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_still_has_sixteen_bits_and_its_light(film: Film, client: Client, tmp_path: Any) -> None:
    import cv2

    draft = drawn.draft(film, drawn.master(tmp_path / "source.avi"))
    client.force_login(make.director(film).user)
    address = f"/films/{film.id}/drafts/{draft.id}/frames/2"
    planes = np.frombuffer(client.get(f"{address}.rgb10").content, "<u2").reshape(3, 54, 96)
    pngs = {}
    actions.set_key(**by(film), draft=draft.id, frame=0, light=LIFT)
    for asked in ("no", "yes"):
        body = client.get(f"{address}.png?light={asked}").content
        pngs[asked] = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pngs["no"].dtype == np.uint16
    wide = (planes.astype(np.uint32) * 65535 + 511) // 1023
    assert (pngs["no"].transpose(2, 0, 1) == wide[[1, 0, 2]]).all(), "bit for bit"
    lit = Plan([Key(0, "hold", PLAIN | LIFT)], [], 96, 54).at(2).exact(planes)
    assert np.abs(pngs["yes"][..., ::-1].transpose(2, 0, 1) / 65535 - lit).max() < 1e-4
    small = client.get(f"{address}.jpg")
    assert small.content[:2] == b"\xff\xd8" and io.BytesIO(small.content)
    assert client.get(f"{address}.jpg", headers={"If-None-Match": small["ETag"]}).status_code == 304
    assert client.get(f"/films/{film.id}/drafts/{draft.id}/frames/6.png").status_code == 404
    CHILD.end()
