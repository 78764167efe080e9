"""High dynamic range and BT.2020 brought to BT.709, the light of the screens we draw on.

Curves from ITU-R BT.2100, white at 203 cd/m² and PQ's measure from BT.2408, and what is brighter
rolled off from 1,000 cd/m² as in BT.2390, by the brightest channel so that hues stay.
"""

import tempfile
from typing import Literal

import numpy as np
from av.filter.graph import Graph
from av.video.frame import VideoFrame
from numpy.typing import NDArray

Curve = Literal["pq", "hlg", "wide"]
Floats = NDArray[np.float64]

PIXELS = "gbrp10le"
CURVES: dict[int, Curve] = {16: "pq", 18: "hlg"}  # by ITU-T H.273, as frames are tagged
BT2020 = 9
WHITE, PEAK = 203.0, 1000.0  # cd/m²
SCREEN = 2.4  # BT.1886
POINTS = 33  # a side of the cube: on average within half a code value of 8 bits
THREADS = 2
# Linear light, BT.2020 -> BT.709 (BT.2087).
TO_709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)
M1, M2 = 2610 / 16384, 2523 / 4096 * 128
HLG_A, HLG_B, HLG_C = 0.17883277, 0.28466892, 0.55991073
C1, C2, C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32


def curve_of(frame: VideoFrame) -> Curve | None:
    """What is to be done before a frame is shown; None for one that is as screens want it."""
    if curve := CURVES.get(frame.color_trc):
        return curve
    return "wide" if frame.color_primaries == BT2020 else None


def toned(codes: Floats, curve: Curve) -> Floats:
    """Code values 0…1 of shape (…, 3), RGB in BT.2020, as BT.709 code values 0…1.

    PQ and HLG after BT.2100, HLG for a screen of 1000 cd/m²; colours to BT.709 after BT.2087, and
    what is brighter than white (203 cd/m²) rolled off with the curve of BT.2390. The code values of
    "wide" are those of BT.1886.
    """
    if curve == "wide":
        light = np.clip(codes**SCREEN @ TO_709.T, 0, 1)
    else:
        light = _rolled_off(np.maximum(_nits(codes, curve) @ TO_709.T, 0))
    shown: Floats = light ** (1 / SCREEN)
    return shown


class Toned:
    """Tone 10-bit planar RGB frames of one size; full range in and out."""

    def __init__(self, width: int, height: int, curve: Curve) -> None:
        self.graph = Graph()
        self.graph.threads = THREADS
        size = f"video_size={width}x{height}:pix_fmt={PIXELS}:time_base=1/1"
        with tempfile.NamedTemporaryFile("w", suffix=".cube") as cube:
            cube.write(_cube(curve))
            cube.flush()
            self.graph.link_nodes(
                self.graph.add("buffer", f"{size}:colorspace=gbr:range=pc"),
                self.graph.add("lut3d", file=cube.name, interp="tetrahedral"),
                self.graph.add("buffersink"),
            ).configure()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """The frame in BT.709, tagged as such."""
        self.graph.vpush(frame)
        picture = self.graph.vpull()
        picture.color_trc = picture.color_primaries = 1
        return picture


def _cube(curve: Curve) -> str:
    steps = np.linspace(0, 1, POINTS)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red goes round fastest
    table = toned(np.stack((red, green, blue), axis=-1).reshape(-1, 3), curve)
    rows = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in table)
    return f"LUT_3D_SIZE {POINTS}\n{rows}\n"


def _nits(codes: Floats, curve: Curve) -> Floats:
    """Light on the screen it was made for, cd/m²."""
    if curve == "pq":
        root = codes ** (1 / M2)
        bright: Floats = 10_000 * (np.maximum(root - C1, 0) / (C2 - C3 * root)) ** (1 / M1)
        return bright
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - HLG_C) / HLG_A) + HLG_B) / 12)
    luminance = scene @ np.array([0.2627, 0.6780, 0.0593])
    lit: Floats = PEAK * scene * np.maximum(luminance, 1e-9)[..., None] ** 0.2
    return lit


def _rolled_off(nits: Floats) -> Floats:
    """Light 0…1 of white: as it is up to the knee, from there softly to 1 at the peak."""
    brightest = np.maximum(nits.max(axis=-1, keepdims=True), 1e-6)
    top = float(_pq(np.array(PEAK)))
    white = float(_pq(np.array(WHITE))) / top
    knee = 1.5 * white - 0.5
    code = np.minimum(_pq(brightest) / top, 1)
    way = np.maximum(code - knee, 0) / (1 - knee)
    bent = (
        (2 * way**3 - 3 * way**2 + 1) * knee
        + (way**3 - 2 * way**2 + way) * (1 - knee)
        + (3 * way**2 - 2 * way**3) * white
    )
    shown = _nits(np.where(code > knee, bent, code) * top, "pq")
    level: Floats = np.clip(nits * shown / brightest / WHITE, 0, 1)
    return level


def _pq(nits: Floats) -> Floats:
    power = (nits / 10_000) ** M1
    code: Floats = ((C1 + C2 * power) / (1 + C3 * power)) ** M2
    return code
