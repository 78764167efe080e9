"""Pictures as phones keep them, read through the child process, the only one that can."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from slowfilm.media import sandbox
from slowfilm.media.errors import MediaError

ORIENTATION = 0x0112


def photograph() -> Image.Image:
    """Dark, with a bright square at the top left."""
    image = Image.new("RGB", (400, 240), (30, 40, 50))
    image.paste((220, 210, 200), (0, 0, 120, 120))
    return image


def heic(path: Path, image: Image.Image, orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    pillow_heif.from_pillow(image).save(path, quality=90, exif=exif.tobytes())
    return path


def run(path: Path) -> tuple[dict[str, Any], Any]:
    folder = path.parent / "made"
    folder.mkdir(exist_ok=True)
    request = {"path": str(path), "folder": str(folder)}
    result = sandbox.run("picture", request, seconds=60)
    return result, np.asarray(Image.open(folder / "proxy.jpg")).astype(int)


def refusal(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        run(path)
    return caught.value


@pytest.mark.slow
def test_a_photograph_of_a_phone_is_known_by_its_content(tmp_path: Path) -> None:
    result, proxy = run(heic(tmp_path / "IMG_0001.mov", photograph()))
    about = result["probe"]
    assert (about["kind"], about["media_type"]) == ("picture", "image/heic")
    assert (about["width"], about["height"]) == (400, 240)
    assert np.abs(proxy[60, 60] - (220, 210, 200)).max() < 8
    assert np.abs(proxy[200, 300] - (30, 40, 50)).max() < 8


@pytest.mark.slow
@pytest.mark.parametrize(
    ("orientation", "corner"), [(6, (60, -60)), (3, (-60, -60)), (2, (60, -60))]
)
def test_it_stands_upright(tmp_path: Path, orientation: int, corner: tuple[int, int]) -> None:
    result, proxy = run(heic(tmp_path / "a.heic", photograph(), orientation))
    assert proxy.shape[:2] == ((400, 240) if orientation == 6 else (240, 400))
    assert (result["probe"]["height"], result["probe"]["width"]) == proxy.shape[:2]
    assert proxy[corner].min() > 180
    assert proxy[-corner[0], -corner[1]].max() < 80


@pytest.mark.slow
@pytest.mark.parametrize("orientation", [1, 6])
def test_avif_is_read_too(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    photograph().save(tmp_path / "a.avif", exif=exif, quality=90)
    result, proxy = run(tmp_path / "a.avif")
    assert result["probe"]["media_type"] == "image/avif"
    assert (result["probe"]["height"], result["probe"]["width"]) == proxy.shape[:2]
    assert proxy[60, -60 if orientation == 6 else 60].min() > 180


@pytest.mark.slow
def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    data = bytearray(heic(tmp_path / "a.heic", photograph()).read_bytes())
    place = data.index(b"ispe") + 8
    data[place : place + 8] = (60000).to_bytes(4, "big") * 2
    (tmp_path / "bomb.heic").write_bytes(data)
    refused = refusal(tmp_path / "bomb.heic")
    assert (refused.code, refused.facts["width"]) == ("too-many-pixels", 60000)


@pytest.mark.slow
def test_a_header_that_says_too_little_does_not_help(tmp_path: Path) -> None:
    data = bytearray(heic(tmp_path / "a.heic", photograph()).read_bytes())
    place = data.index(b"ispe") + 8
    data[place : place + 8] = (16).to_bytes(4, "big") * 2
    (tmp_path / "lie.heic").write_bytes(data)
    assert refusal(tmp_path / "lie.heic").code == "unreadable"


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("name", ["a.heic", "a.avif"])
def test_one_that_breaks_off_is_no_film(tmp_path: Path, name: str, share: float) -> None:
    noise = Image.effect_noise((400, 240), 60).convert("RGB")
    path = tmp_path / name
    if name == "a.heic":
        heic(path, noise)
    else:
        noise.save(path)
    path.write_bytes(path.read_bytes()[: max(40, round(path.stat().st_size * share))])
    assert refusal(path).code in ("unreadable", "truncated")


@pytest.mark.slow
def test_outside_the_child_its_decoder_stays_away(tmp_path: Path) -> None:
    path = heic(tmp_path / "a.heic", photograph())
    script = f"""
import sys
from pathlib import Path
from slowfilm.media.errors import MediaError
from slowfilm.media.probe import probe
try:
    probe(Path({str(path)!r}))
except MediaError as error:
    print(error.code, "pillow_heif" in sys.modules)
"""
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=root, check=True)
    assert said.stdout.split() == [b"unreadable", b"False"]
