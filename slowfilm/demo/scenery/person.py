"""Two clips of one invented man: his self of 1998, who walks stiffly, and his self of today."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from slowfilm.demo.scenery.body import Facing
from slowfilm.demo.scenery.camera import Frame
from slowfilm.demo.scenery.dressed import Pose, Step, older_body, older_head, young_body, young_head
from slowfilm.demo.scenery.loft import Canvas, Loft
from slowfilm.demo.scenery.noise import Field, cloudy

Parts = Callable[[Pose], list[Loft]]

SIZE = (560, 832)
FRAMES = 122  # a little over five seconds
_METRE, _GROUND = 436.0, 776
_STEP, _PACE = 0.27, 0.62  # metres and seconds of one of his steps
_LATE = 0.25  # seconds before he sets out
_TURNED = 1.08  # radians to the right, on which way he walks


def self_1998() -> Iterator[Frame]:
    """He takes three stiff steps and turns his head: twelve pictures a second, as DV kept it."""
    film = Film(0.007, 1.0, (0.985, 1.0, 0.965), 180)
    played = Played(film, young_body, young_head)
    for index in range(FRAMES):
        yield film.frame(played.picture(_walking(index // 2 / 12)), index)


def self_now() -> Iterator[Frame]:
    """He stands and listens, and turns his head."""
    film = Film(0.004, 0.6, (1.0, 0.995, 0.985), SIZE[0] / 2)
    played = Played(film, older_body, older_head)
    for index in range(FRAMES):
        yield film.frame(played.picture(_listening(index / 24)), index)


CLIPS: dict[str, Callable[[], Iterator[Frame]]] = {"self-1998": self_1998, "self-now": self_now}


def _walking(seconds: float) -> Pose:
    """Each step brings one foot past the other, the third one brings it beside it."""
    sin, cos = float(np.sin(_TURNED)), float(np.cos(_TURNED))
    at, lifted = _feet(max(0.0, seconds - _LATE) / _PACE)
    middle = _STEP * (at[0] + at[1]) / 2
    feet = [
        Step(
            _STEP * at[n] * sin + 0.092 * side * cos,
            _STEP * at[n] * cos - 0.092 * side * sin,
            0.05 * lifted[n],
        )
        for n, side in enumerate((-1, 1))
    ]
    apart = abs(at[0] - at[1]) * _STEP
    turn = _eased((seconds - 2.5) / 0.9) - 0.5 * _eased((seconds - 4.2) / 0.6)
    return Pose(
        Facing(middle * sin, middle * cos, _TURNED),
        _TURNED - 0.12 - 0.55 * turn,
        (feet[0], feet[1]),
        swing=0.15 * (at[0] - at[1]),
        sink=0.014 + 0.10 * apart * apart,
    )


def _feet(gone: float) -> tuple[list[float], list[float]]:
    """How many steps each foot has come, and how far it is lifted, 0..1."""
    marks = ((0.0, 0.0), (0.0, 1.0), (2.0, 1.0), (2.0, 2.0))
    done = min(3, int(gone))
    at, lifted = list(marks[done]), [0.0, 0.0]
    if done < 3:
        foot, share = (1, 0, 1)[done], gone - done
        at[foot] += (marks[done + 1][foot] - at[foot]) * _eased(share)
        lifted[foot] = float(np.sin(np.pi * share))
    return at, lifted


def _listening(seconds: float) -> Pose:
    yaw = -0.62
    sin, cos = float(np.sin(yaw)), float(np.cos(yaw))
    feet = [Step(0.078 * side * cos - 0.01, -0.085 * side * sin) for side in (-1, 1)]
    turn = _eased((seconds - 2.6) / 1.1)
    nod = 0.014 * _eased((seconds - 1.2) / 0.35) * (1 - _eased((seconds - 1.55) / 0.5))
    body = Facing(0.0, 0.0, yaw)
    return Pose(body, yaw - 0.12 + 1.0 * turn, (feet[0], feet[1]), nod=nod + 0.006)


def _eased(share: float) -> float:
    share = float(np.clip(share, 0, 1))
    return share * share * (3 - 2 * share)


class Played:
    """One figure from pose to pose; what has not moved is not drawn again."""

    def __init__(self, film: "Film", body: Parts, head: Parts) -> None:
        self._film, self._body, self._head = film, body, head
        self._pose: Pose | None = None
        self._picture = film.wall

    def picture(self, pose: Pose) -> Field:
        """Its picture in a pose, coded for the eye, 0..255; not to be written to."""
        if pose == self._pose:
            return self._picture
        if self._pose is None or still(pose) != still(self._pose):
            self._drawn = self._film.canvas()
            for part in self._body(pose):
                self._drawn.add(part)
            canvas, rows = self._drawn.upper(SIZE[1]), SIZE[1]
            self._picture = self._film.wall.copy()
        else:  # the head alone
            rows = round(_GROUND - 1.28 * _METRE)
            canvas = self._drawn.upper(rows + 40)
        for part in self._head(pose):
            canvas.add(part)
        across = canvas.columns()
        self._picture[:rows] = self._film.wall[:rows]
        self._picture[:rows, across] = self._film.developed(canvas, across)[:rows]
        self._pose = pose
        return self._picture


def still(pose: Pose) -> Pose:
    """A pose but for the head."""
    return replace(pose, gaze=0, nod=0)


class Film:
    """What a camera makes of a figure before a plain wall: `noise` of 1, `soft` in pixels."""

    def __init__(
        self, noise: float, soft: float, tint: tuple[float, float, float], middle: float
    ) -> None:
        """`middle` is the column of x = 0."""
        width, height = SIZE
        self._soft, self._middle = soft, middle
        self._tint = np.asarray(tint, np.float32)
        self._plain = _wall()
        self.wall = self._coded(self._plain)
        draw = np.random.default_rng(1998)
        grain = draw.standard_normal((height + 64, width + 64), np.float32)
        self._grain = np.round(grain * np.float32(255 * noise)).astype(np.int16)

    def canvas(self) -> Canvas:
        """An empty one."""
        return Canvas(SIZE, _METRE, self._middle, _GROUND)

    def developed(self, canvas: Canvas, across: slice) -> Field:
        """The figure before the wall, with a shadow under it; coded for the eye, 0..255."""
        canvas = canvas.between(across)
        matte = canvas.matte()
        lit = canvas.shaded(0.62, (-0.45, 0.75, 0.8), 0.62)
        wall = self._plain[: matte.shape[0], across] * (1 - 0.4 * _beneath(matte))[..., None]
        edge = cv2.GaussianBlur(matte, (0, 0), 0.7)[..., None]
        return self._coded(wall + (_beyond(lit, matte) - wall) * edge)

    def _coded(self, picture: Field) -> Field:
        coded = np.power(np.clip(picture * self._tint, 0, 1), np.float32(1 / 2.2))
        return cv2.GaussianBlur(coded, (0, 0), self._soft) * np.float32(255)

    def frame(self, picture: Field, number: int) -> Frame:
        """One frame of it, 8-bit sRGB."""
        down, across = (number * 37) % 64, (number * 23) % 64
        grain = self._grain[down : down + SIZE[1], across : across + SIZE[0], None]
        exposed: Frame = np.clip(picture.astype(np.int16) + grain, 0, 255).astype(np.uint8)
        return exposed


def _beyond(lit: Field, matte: Field) -> Field:
    """Colours that go on a little beyond the edge, so that no dark line is seen there."""
    weight = cv2.GaussianBlur(matte, (0, 0), 1.5)[..., None]
    spread = cv2.GaussianBlur(lit, (0, 0), 1.5) / np.maximum(weight, 1e-3)
    whole: Field = np.where(matte[..., None] > 0, lit, spread)
    return whole


def _wall() -> Field:
    """A plain grey-green wall and floor."""
    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    level = 0.155 + 0.03 * (1 - np.square((x - width / 2) / width)) - 0.02 * y / height
    level += 0.008 * (1 + np.tanh((y - 0.86 * height) / 10))
    level += 0.006 * (cloudy(x / 140, y / 140, 2) - 0.5)
    wall: Field = level[..., None] * np.array([0.97, 1.02, 0.98], np.float32)
    return wall


def _beneath(matte: Field) -> Field:
    """The dimness of the floor about the feet, 0..1."""
    near = np.zeros_like(matte)
    if matte.shape[0] > _GROUND:
        feet = matte[_GROUND - 130 :] * np.linspace(-6, 2, matte.shape[0] - _GROUND + 130)[:, None]
        near[_GROUND - 130 :] = cv2.GaussianBlur(
            np.clip(feet, 0, 1).astype(np.float32), (0, 0), sigmaX=16, sigmaY=6
        )
    return np.clip(near * np.float32(1.2), 0, 1)
