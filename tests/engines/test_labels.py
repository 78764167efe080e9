"""What is on screen, burnt into a finished picture."""

from pathlib import Path

import numpy as np

from slowfilm.engines.labels import Labels
from tests.engines.material import asking, cited


def test_labels_lie_in_the_corner_and_only_where_something_is_seen() -> None:
    request = asking(cited(1, "video", "plate", Path("a")), cited(1, "sound", "voice", Path("b")))
    labels = Labels(request)
    grey = np.full((request.height, request.width, 3), 300, np.uint16)
    seen = labels.onto(grey, ["@Video1", "unknown"])
    down, across = np.nonzero((seen != grey).any(axis=2))
    assert down.size > 100 and down.max() < 60 and across.max() < request.width / 2
    assert (seen[-200:] == grey[-200:]).all()
    assert (labels.onto(grey, []) == grey).all() and (grey == 300).all()


def test_two_are_told_one_under_the_other_even_on_a_tiny_picture() -> None:
    plate, face = cited(1, "video", "plate", Path("a")), cited(1, "picture", "subject", Path("b"))
    small = Labels(asking(plate, face, width=32, height=18))
    picture = np.zeros((18, 32, 3), np.uint16)
    assert small.onto(picture, ["@Video1", "@Image1"]).shape == picture.shape
