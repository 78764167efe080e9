"""Pictures that move by themselves are clips."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from slowfilm.media.derive import task as task_of
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, read
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.media.barcode import draw, number, numbers
from tests.media.telling import exif

SIZE = (160, 96)
KINDS = ("GIF", "WEBP", "PNG", "AVIF")
LOSSLESS: dict[str, dict[str, Any]] = {"WEBP": {"lossless": True}, "AVIF": {"quality": 90}}


def moving(path: Path, kind: str, lasts: list[int], **more: Any) -> Path:
    """Pictures that bear their numbers, each for so many milliseconds."""
    images = [Image.fromarray(draw(i, *SIZE)) for i in range(len(lasts))]
    more = {"append_images": images[1:], "duration": lasts, **LOSSLESS.get(kind, {}), **more}
    images[0].save(path, kind, save_all=True, **more)
    return path


def shown(path: Path) -> list[int]:
    pictures = (each for each in read(path, probe(path)) if isinstance(each, Picture))
    greys = [each.frame.to_ndarray(format="gray") for each in pictures]
    return [number(grey.astype(np.uint8)) for grey in greys]


@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_is_a_frame(tmp_path: Path, kind: str) -> None:
    path = moving(tmp_path / "a", kind, [100] * 5)
    about = probe(path)
    assert (about.kind, about.media_type) == ("video", f"image/{kind.lower()}")
    assert (about.rate, about.frames, about.duration) == (10, 5, Fraction(1, 2))
    assert not about.variable_rate and shown(path) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_waits_is_held(tmp_path: Path, kind: str) -> None:
    path = moving(tmp_path / "a", kind, [100, 100, 400, 100, 100, 100])
    about = probe(path)
    assert about.variable_rate and about.duration == Fraction(9, 10)
    found = shown(path)
    assert sorted(set(found)) == [0, 1, 2, 3, 4, 5]
    assert found.count(2) / found.count(1) == pytest.approx(4, abs=0.5)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_names_no_time_is_shown_as_browsers_do(tmp_path: Path, kind: str) -> None:
    about = probe(moving(tmp_path / "a", kind, [0, 0, 0]))
    assert (about.rate, about.frames) == (10, 3)


def test_master_and_copies_are_made_of_it(tmp_path: Path) -> None:
    path = moving(tmp_path / "a.webp", "WEBP", [40] * 8)
    made = task_of("master")({"path": str(path), "folder": str(tmp_path)}, lambda fraction: None)
    assert (made["probe"]["rate"], made["probe"]["damaged_frames"]) == ("25", 0)
    assert numbers(tmp_path / "proxy.mp4") == numbers(tmp_path / MASTER) == list(range(8))


def test_grey_shows_through_as_in_a_still(tmp_path: Path) -> None:
    clear, solid = Image.new("RGBA", (32, 32), (255, 0, 0, 0)), Image.new("RGBA", (32, 32), "blue")
    path = tmp_path / "a.png"
    clear.save(path, save_all=True, append_images=[solid], duration=100)
    first, second = (
        p.frame.to_ndarray() for p in read(path, probe(path)) if isinstance(p, Picture)
    )
    assert tuple(first[9, 9]) == (128, 128, 128) and tuple(second[9, 9]) == (0, 0, 255)


def test_a_picture_for_those_who_cannot_show_it_moving_is_no_frame(tmp_path: Path) -> None:
    images = [Image.fromarray(draw(i, *SIZE)) for i in range(3)]
    path = tmp_path / "a.png"
    images[0].save(path, save_all=True, append_images=images[1:], default_image=True, duration=100)
    assert shown(path) == [1, 2]
    images[0].save(path, save_all=True, append_images=images[1:2], default_image=True)
    assert probe(path).kind == "picture", "one that moves has two frames at least"


def test_it_stands_upright(tmp_path: Path) -> None:
    path = moving(tmp_path / "a.webp", "WEBP", [100] * 3, exif=exif(6))
    about = probe(path)
    assert (about.width, about.height, about.rotation) == (96, 160, 90)
    task_of("video")({"path": str(path), "folder": str(tmp_path)}, lambda fraction: None)
    with av.open(str(tmp_path / "proxy.mp4")) as file:
        greys = [np.rot90(frame.to_ndarray(format="gray")) for frame in file.decode(video=0)]
    assert [number(np.ascontiguousarray(grey).astype(np.uint8)) for grey in greys] == [0, 1, 2]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_copy_of_it_that_tells_of_nobody_moves_as_well(tmp_path: Path, kind: str) -> None:
    more = {"comment": b"Lin Yao"} if kind == "GIF" else {"exif": exif(1)}
    path = moving(tmp_path / "a", kind, [100] * 3, **more)
    assert probe(path).carries
    request = {"path": str(path), "folder": str(tmp_path)}
    made = task_of("strip")(request, lambda fraction: None)
    assert made["probe"]["carries"] == () and made["probe"]["frames"] == 3
    assert shown(tmp_path / "stripped") == [0, 1, 2]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_one_that_breaks_off_says_so(tmp_path: Path, kind: str) -> None:
    path = moving(tmp_path / "a", kind, [100] * 5)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert caught.value.code in ("truncated", "unreadable")


def test_several_pages_of_a_scan_do_not_move(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    assert probe(tmp_path / "a.tiff").kind == "picture"
