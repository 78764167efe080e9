"""Colours against plain arithmetic of our own, from ITU-R BT.709 and BT.601."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from slowfilm.media.colour import Conform, fit
from slowfilm.media.derive import task as task_of
from slowfilm.media.master import MasterWriter
from slowfilm.media.names import MASTER
from tests.media.masters import opened

Floats = NDArray[np.float64]
BT709 = (0.2126, 0.0722)
BT601 = (0.299, 0.114)


def to_yuv(rgb: Floats, weights: tuple[float, float] = BT709) -> Floats:
    """RGB of 0…1, shape (h, w, 3), as 8-bit limited range code values, not rounded."""
    red, blue = weights
    luma = rgb @ np.array([red, 1 - red - blue, blue])
    cb = (rgb[..., 2] - luma) / (2 * (1 - blue))
    cr = (rgb[..., 0] - luma) / (2 * (1 - red))
    return np.stack((16 + 219 * luma, 128 + 224 * cb, 128 + 224 * cr), axis=-1)


def to_rgb(codes: NDArray[np.uint8]) -> Floats:
    """The inverse for bt709, from 8-bit limited range code values of shape (3, h, w)."""
    luma, cb, cr = codes.astype(float)
    luma, cb, cr = (luma - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    red, blue = luma + 1.5748 * cr, luma + 1.8556 * cb
    green = (luma - BT709[0] * red - BT709[1] * blue) / (1 - sum(BT709))
    return np.stack((red, green, blue), axis=-1).clip(0, 1)


def smooth(height: int, width: int) -> Floats:
    yy, xx = np.mgrid[0:height, 0:width].astype(float)
    planes = (xx / width, yy / height, 0.5 + 0.4 * np.sin(xx / 60 + yy / 90))
    return np.stack(planes, axis=-1)


def planes(frame: av.VideoFrame) -> list[Floats]:
    return [
        np.frombuffer(bytes(p), np.uint8).reshape(p.height, p.line_size)[:, : p.width].astype(float)
        for p in frame.planes
    ]


def halved(plane: Floats) -> Floats:
    return (plane[::2, ::2] + plane[1::2, ::2] + plane[::2, 1::2] + plane[1::2, 1::2]) / 4


def test_a_proxy_conforms_a_master_within_two_code_values() -> None:
    rgb = smooth(360, 640)
    ten = np.rint(rgb * 1023).astype(np.uint16)
    frame = av.VideoFrame.from_ndarray(ten, "gbrp10le")
    made = Conform(640, 360, 0, "proxy")(frame)
    wanted = to_yuv(ten / 1023)
    luma, cb, cr = planes(made)
    assert np.abs(luma - wanted[..., 0]).max() <= 2
    assert np.abs(cb - halved(wanted[..., 1])).max() <= 2
    assert np.abs(cr - halved(wanted[..., 2])).max() <= 2
    assert (made.colorspace, made.color_range) == (1, 1)


def test_a_written_proxy_still_has_the_masters_colours(tmp_path: Path) -> None:
    rgb = smooth(360, 640)
    ten = np.rint(rgb * 1023).astype(np.uint16)
    with MasterWriter(
        tmp_path / MASTER, width=640, height=360, rate=Fraction(24), sound=False
    ) as master:
        master.frame(ten)
    task_of("video")({"path": str(tmp_path / MASTER), "folder": str(tmp_path)}, lambda _: None)
    with av.open(str(tmp_path / "proxy.mp4")) as container:
        luma, *_ = planes(next(container.decode(video=0)))
    assert np.abs(luma - to_yuv(rgb)[..., 0]).mean() < 1


@pytest.mark.parametrize(
    ("tag", "full", "height", "weights"),
    [
        (1, False, 360, BT709),
        (5, False, 720, BT601),
        (6, True, 720, BT601),
        (2, False, 720, BT709),
        (2, False, 360, BT601),
    ],
)
def test_a_source_is_read_by_its_own_matrix_and_range(
    tag: int, full: bool, height: int, weights: tuple[float, float]
) -> None:
    rgb = np.broadcast_to(np.array([0.75, 0.25, 0.5]), (height, 640, 3)).astype(float)
    yuv = to_yuv(rgb, weights)
    if full:
        yuv = np.stack(
            (
                (yuv[..., 0] - 16) * 255 / 219,
                (yuv[..., 1] - 128) * 255 / 224 + 128,
                (yuv[..., 2] - 128) * 255 / 224 + 128,
            ),
            axis=-1,
        )
    codes = np.rint(yuv).astype(np.uint8).transpose(2, 0, 1)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(codes), "yuv444p")
    frame.colorspace, frame.color_range = tag, 2 if full else 1
    as_master = Conform(640, height, 0, "master")(frame).to_ndarray() / 1023
    assert np.abs(as_master - rgb).max() < 0.006
    wanted = to_yuv(rgb)[0, 0]
    as_proxy = planes(Conform(640, height, 0, "proxy")(frame))
    for plane, value in zip(as_proxy, wanted, strict=True):
        assert np.abs(plane - value).max() <= 2


def test_a_master_frame_reads_video_within_one_code_value_of_eight_bits(tmp_path: Path) -> None:
    rgb = smooth(720, 1280)
    codes = np.rint(to_yuv(rgb)).astype(np.uint8).transpose(2, 0, 1)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(codes), "yuv444p")
    frame.colorspace, frame.color_range = 1, 1
    with MasterWriter(
        tmp_path / MASTER, width=1280, height=720, rate=Fraction(24), sound=False
    ) as master:
        master.picture(Conform(1280, 720, 0, "master")(frame))
    with opened(tmp_path / MASTER) as read:
        back = read.frame(0) / 1023 * 255
    assert np.abs(back - to_rgb(codes) * 255).max() <= 1


def test_sizes_fit() -> None:
    assert fit(3840, 2160, 1280) == (1280, 720)
    assert fit(641, 361, 1280) == (640, 360)
    assert fit(1080, 1920, 1280) == (720, 1280)
    assert fit(3, 1, 1280) == (4, 2)
