"""The next valid size and length, and how it is cut to the order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.engines.measures import Steps, fit, next_length, next_size

WAN, LTX, KANDINSKY = Steps(16, 4, 1), Steps(32, 8, 1), Steps(16, 17, 5)
sides, lengths = st.integers(64, 4000), st.integers(1, 2000)
models = st.builds(
    Steps,
    side=st.sampled_from([1, 2, 8, 16, 32, 64]),
    every=st.integers(1, 20),
    rest=st.integers(0, 8),
    pixels=st.none() | st.integers(128 * 128, 4_000_000),
)


@pytest.mark.parametrize(
    ("steps", "frames", "made"),
    [
        (WAN, 120, 121),
        (WAN, 121, 121),
        (WAN, 122, 125),
        (WAN, 1, 1),
        (LTX, 120, 121),
        (LTX, 122, 129),
        (KANDINSKY, 1, 5),
        (KANDINSKY, 5, 5),
        (KANDINSKY, 6, 22),
        (Steps(), 7, 7),
        (Steps(every=4), 1, 4),
        (Steps(every=4, rest=1, fewest=9), 3, 9),
    ],
)
def test_the_next_length_that_a_model_makes(steps: Steps, frames: int, made: int) -> None:
    assert next_length(frames, steps) == made


def test_no_length_beyond_the_longest() -> None:
    assert next_length(81, Steps(every=4, rest=1, most=81)) == 81
    with pytest.raises(ValueError, match="the longest is 81"):
        next_length(82, Steps(every=4, rest=1, most=81))


def test_the_next_size_covers_the_order_and_is_cropped_in_the_middle() -> None:
    assert next_size((1280, 720), LTX) == (1280, 736)
    plan = fit((1280, 720), 120, LTX)
    assert (plan.left, plan.top, plan.trimmed, plan.enlarged) == (0, 8, 1, 1.0)
    assert plan.facts() == {
        "made_size": [1280, 736],
        "cropped": [0, 8],
        "made_frames": 121,
        "trimmed": 1,
    }
    assert fit((1280, 720), 121, WAN).facts() == {}


def test_what_is_too_large_is_made_smaller_and_enlarged() -> None:
    plan = fit((1920, 1080), 121, Steps(16, 4, 1, pixels=832 * 480))
    assert plan.size == (832, 464)
    assert plan.enlarged == pytest.approx(1080 / 464)
    assert plan.facts()["enlarged"] == 2.328


def test_not_even_a_step_fits() -> None:
    with pytest.raises(ValueError, match="less than one step of 64"):
        next_size((1280, 720), Steps(64, pixels=1000))


@given(order=st.tuples(sides, sides), frames=lengths, steps=models)
def test_a_plan_always_covers_the_order(order: tuple[int, int], frames: int, steps: Steps) -> None:
    try:
        plan = fit(order, frames, steps)
    except ValueError:
        assert steps.pixels is not None  # a shape too long for so few pixels
        return
    assert all(side % steps.side == 0 for side in plan.size)
    assert steps.pixels is None or plan.size[0] * plan.size[1] <= steps.pixels
    assert (plan.frames - steps.rest) % steps.every == 0 and plan.trimmed >= 0
    for made, want, off in zip(plan.size, order, (plan.left, plan.top), strict=True):
        assert off >= 0 and off + want <= round(made * plan.enlarged)
