"""Light spaces to begin from: each is only a description, and everything in it can be changed."""

from typing import Any

from django.utils.translation import gettext as _

from slowfilm.media.lightspace.space import (
    Air,
    Aperture,
    Lamp,
    Space,
    State,
    Stroke,
    Veil,
)

LAMP = (1.0, 0.56, 0.24)
MOON = (0.55, 0.76, 1.0)
PAPER = (1.0, 0.78, 0.54)


def lane() -> State:
    """A lane at dusk after rain: lamps that go away from us, a lit window, wet ground."""
    return State(
        air=Air(
            top=(0.018, 0.028, 0.055),
            middle=(0.105, 0.10, 0.115),
            bottom=(0.012, 0.012, 0.017),
            horizon=0.62,
            haze=0.75,
        ),
        veil=Veil(water=0.8),
        lamps=(
            Lamp(x=0.30, y=0.30, radius=0.032, power=9, colour=LAMP),
            Lamp(x=0.43, y=0.44, radius=0.016, power=6, colour=LAMP),
            Lamp(x=0.475, y=0.51, radius=0.009, power=5, colour=LAMP),
            Lamp(x=0.70, y=0.48, radius=0.012, power=3, colour=MOON),
        ),
        apertures=(
            Aperture(
                x=0.80,
                y=0.38,
                width=0.10,
                height=0.15,
                across=2,
                down=2,
                soft=0.008,
                power=1.4,
                colour=PAPER,
                throw=0.35,
                fall=140,
            ),
        ),
        strokes=(
            Stroke(points=((0.08, -0.1), (0.1, 1.0)), width=0.5, power=-3),
            Stroke(points=((0.93, -0.1), (0.9, 1.0)), width=0.55, power=-3),
        ),
    )


def window() -> State:
    """A dark room, and what comes in."""
    return State(
        air=Air(
            top=(0.012, 0.018, 0.03),
            middle=(0.03, 0.04, 0.055),
            bottom=(0.012, 0.012, 0.014),
            horizon=0.75,
            haze=0.6,
        ),
        apertures=(
            Aperture(
                x=0.3,
                y=0.36,
                width=0.34,
                height=0.46,
                across=2,
                down=3,
                soft=0.012,
                power=2.2,
                colour=MOON,
                throw=0.9,
                fall=38,
                turn=-2,
                lean=0.05,
            ),
        ),
        lamps=(Lamp(x=0.82, y=0.7, radius=0.05, power=1.6, colour=LAMP),),
    )


def curtain() -> State:
    """A curtain before an afternoon."""
    return State(
        air=Air(
            top=(0.05, 0.06, 0.08),
            middle=(0.10, 0.10, 0.11),
            bottom=(0.03, 0.03, 0.03),
            horizon=0.7,
            haze=0.5,
        ),
        veil=Veil(curtain=0.95, folds=5),
        apertures=(
            Aperture(
                x=0.55,
                y=0.42,
                width=0.8,
                height=0.74,
                across=2,
                down=2,
                soft=0.09,
                power=1.5,
                colour=PAPER,
            ),
        ),
    )


def water() -> State:
    """The last light over water, and two lamps of the other shore."""
    return State(
        air=Air(
            top=(0.02, 0.03, 0.06),
            middle=(0.34, 0.22, 0.18),
            bottom=(0.02, 0.02, 0.03),
            horizon=0.46,
            haze=0.6,
        ),
        veil=Veil(water=1),
        lamps=(
            Lamp(x=0.62, y=0.40, radius=0.045, power=6, colour=LAMP),
            Lamp(x=0.2, y=0.43, radius=0.012, power=3, colour=PAPER),
            Lamp(x=0.28, y=0.435, radius=0.009, power=3, colour=MOON),
        ),
    )


def leaves() -> State:
    """Sun that has come through leaves onto a wall."""
    return State(
        air=Air(
            top=(0.10, 0.09, 0.08),
            middle=(0.14, 0.12, 0.10),
            bottom=(0.05, 0.045, 0.045),
            horizon=0.8,
            haze=0.3,
        ),
        veil=Veil(leaves=1, patches=3.4),
        lamps=(Lamp(x=0.7, y=0.2, radius=0.8, power=1.5, colour=PAPER),),
    )


def dark() -> State:
    """Nothing yet."""
    return State(
        air=Air(
            top=(0.01, 0.012, 0.016),
            middle=(0.03, 0.03, 0.034),
            bottom=(0.01, 0.01, 0.01),
            horizon=0.65,
            haze=0.6,
        )
    )


def beginnings() -> list[dict[str, Any]]:
    """Each with its name and its description, as JSON has it."""
    named = [
        ("lane", _("Lane at dusk"), lane(), 12),
        ("window", _("Window"), window(), 3),
        ("curtain", _("Curtain"), curtain(), 5),
        ("water", _("Water"), water(), 8),
        ("leaves", _("Leaves"), leaves(), 9),
        ("dark", _("Dark"), dark(), 1),
    ]
    return [
        {"id": id_, "name": name, "space": Space(seed=seed, first=first).model_dump(mode="json")}
        for id_, name, first, seed in named
    ]
