from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from slowfilm.media.derive import task as task_of


def made(path: Path, **more: Any) -> tuple[dict[str, Any], Image.Image, Image.Image]:
    folder = path.parent / "made"
    folder.mkdir(exist_ok=True)
    result = task_of("picture")({"path": str(path), "folder": str(folder), **more}, lambda _: None)
    return result, Image.open(folder / "proxy.jpg"), Image.open(folder / "poster.jpg")


def near(image: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    return bool(
        np.abs(np.asarray(image.convert("RGB"))[place[1], place[0]].astype(int) - colour).max() <= 4
    )


def test_proxy_and_poster_have_their_long_sides(tmp_path: Path) -> None:
    Image.new("RGB", (4000, 1000), (200, 30, 30)).save(tmp_path / "wide.png")
    result, proxy, poster = made(tmp_path / "wide.png")
    assert proxy.size == (2560, 640)
    assert poster.size == (640, 160)
    assert result["proxy"] == {"name": "proxy.jpg", "width": 2560, "height": 640}
    assert near(proxy, (100, 100), (200, 30, 30))
    assert made(tmp_path / "wide.png", max_side=800)[1].size == (800, 200)


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    Image.new("RGB", (33, 21), "white").save(tmp_path / "small.webp")
    _, proxy, poster = made(tmp_path / "small.webp")
    assert proxy.size == poster.size == (33, 21)


@pytest.mark.parametrize(("orientation", "corner"), [(6, (-4, 4)), (3, (-4, -4)), (8, (4, -4))])
def test_photographs_stand_upright(
    tmp_path: Path, orientation: int, corner: tuple[int, int]
) -> None:
    image = Image.new("RGB", (80, 40), "black")
    image.paste("white", (0, 0, 16, 16))  # top left as stored
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(tmp_path / "photo.jpg", exif=exif, quality=95)
    _, proxy, _ = made(tmp_path / "photo.jpg")
    assert proxy.size == ((40, 80) if orientation != 3 else (80, 40))
    place = (corner[0] % proxy.width, corner[1] % proxy.height)
    assert near(proxy, place, (255, 255, 255))
    assert not proxy.getexif()


def test_sixteen_bits_of_grey_keep_their_tones(tmp_path: Path) -> None:
    grey = np.full((20, 20), 32896, np.uint16)
    Image.fromarray(grey).save(tmp_path / "scan.png")
    assert near(made(tmp_path / "scan.png")[1], (9, 9), (128, 128, 128))


def test_light_in_floating_point_is_no_black_picture(tmp_path: Path) -> None:
    for top in (1.0, 40.0):
        ramp = np.tile(np.linspace(0, top, 256, dtype=np.float32), (32, 1))
        Image.fromarray(ramp).save(tmp_path / "a.tiff")
        row = np.asarray(made(tmp_path / "a.tiff")[1]).astype(int)[16, :, 0]
        assert np.abs(row - np.arange(256)).max() <= 3


def test_what_is_transparent_shows_grey(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(tmp_path / "glass.png")
    assert near(made(tmp_path / "glass.png")[1], (9, 9), (128, 128, 128))


def test_a_colour_profile_is_followed_and_a_broken_one_survived(tmp_path: Path) -> None:
    image = Image.new("RGB", (20, 20), (200, 100, 50))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(tmp_path / "good.png", icc_profile=srgb)
    assert near(made(tmp_path / "good.png")[1], (9, 9), (200, 100, 50))
    image.save(tmp_path / "bad.png", icc_profile=b"no profile at all" * 20)
    assert near(made(tmp_path / "bad.png")[1], (9, 9), (200, 100, 50))


def test_ink_colours_become_screen_colours(tmp_path: Path) -> None:
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    _, proxy, _ = made(tmp_path / "print.jpg")
    assert proxy.mode == "RGB"
    red, green, blue = np.asarray(proxy)[9, 9]
    assert red > 200 > 80 > max(green, blue)
