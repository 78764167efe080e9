"""The demo film's material: there, the same each time, and lit as it says."""

from itertools import islice

import numpy as np
import pytest

from slowfilm.demo import scenery as street


@pytest.mark.slow
def test_sounds_are_stereo_within_bounds_and_not_silent() -> None:
    for name in ("rain", "broadcast", "voice-synthetic"):
        made = street.sound(name)
        assert made.shape[0] == 2 and made.dtype == np.float32
        assert 0.05 < float(np.abs(made).max()) <= 1
        assert np.array_equal(made, street.sound(name))


@pytest.mark.slow
def test_the_lamp_is_warm_and_the_sky_is_blue() -> None:
    shown = street.picture("street-dusk").astype(float)
    assert shown.shape == (720, 1280, 3)
    lamp, sky = shown[215:235, 515:533].mean(axis=(0, 1)), shown[:40, 600:700].mean(axis=(0, 1))
    assert lamp.min() > 230
    assert sky[2] > sky[0] * 1.1
    glow = shown[300:400, 330:400].mean(axis=(0, 1))
    assert glow[0] > glow[2] * 1.2
    assert np.array_equal(shown, street.picture("street-dusk"))


@pytest.mark.slow
def test_the_broadcast_moves_and_the_wall_beside_it_hardly_does() -> None:
    first, later = (f.astype(float) for f in islice(street.clip("broadcast"), 0, 7, 6))
    change = np.abs(first - later)
    assert change[280:500, 560:760].mean() > 3 * change[100:600, 1000:1200].mean()
