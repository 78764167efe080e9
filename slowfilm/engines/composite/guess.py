"""Guessing a layout: the plate's street and lights, and a place for each person."""

from contextlib import closing
from dataclasses import dataclass, field, replace

from slowfilm.engines.base import Input, Request, Size
from slowfilm.engines.composite import PERSON, lights, sketch, street
from slowfilm.engines.composite.conduct import conducts
from slowfilm.engines.composite.pixels import Field
from slowfilm.engines.composite.plate import Plate, window
from slowfilm.engines.composite.subject import Stance, Subject
from slowfilm.engines.layout import Figure, Layout

# A person's height over that of the camera, which is taken to stand a little low.
_FLAT = 0.52  # where the horizon of a plate without a street is taken to be
_TALL = 1.7 / 1.35
_TALL_FLAT = 0.95  # and where the camera's height can't be told, rather small than a giant
# Where people stand in the frame, by their number: across, and how far down from the horizon
# (0) to the lower edge (1) their feet are; the camera goes in, and they must not leave below.
_PLACES: dict[int, tuple[tuple[float, float], ...]] = {
    1: ((0.40, 0.86),),
    2: ((0.31, 0.86), (0.62, 0.74)),
    3: ((0.24, 0.86), (0.50, 0.70), (0.74, 0.79)),
    4: ((0.20, 0.86), (0.41, 0.72), (0.60, 0.68), (0.80, 0.80)),
}


@dataclass(slots=True)
class Prepared:
    """A whole layout, the people found for it by tag, and the sketches that it follows."""

    layout: Layout
    people: dict[str, Subject] = field(default_factory=dict)
    sketched: set[str] = field(default_factory=set)


def guess(request: Request) -> Layout:
    """Where everything seems to stand. Raises MediaError, and Failed no-person."""
    preparation = prepared(request)
    for subject in preparation.people.values():
        subject.close()
    return preparation.layout


def people_of(request: Request) -> list[Input]:
    """The inputs that show a person, in order."""
    return [item for item in request.inputs if item.role in PERSON and item.kind != "sound"]


def prepared(request: Request) -> Prepared:
    """The layout as asked, completed by guesses, and the people found on the way."""
    plate = next(item for item in request.inputs if item.role == "plate")
    size = request.width, request.height
    with closing(Plate(plate, size, request.rate)) as footage:
        preparation = Prepared(request.layout or _of_plate(footage.at(0)))
        try:
            _add_people(request, preparation, footage.size)
        except BaseException:
            for subject in preparation.people.values():
                subject.close()
            raise
    return preparation


def _of_plate(picture: Field) -> Layout:
    vanishing = street.vanishing(picture)
    screen = lights.screen(picture)
    return Layout(
        vanishing=vanishing,
        horizon=vanishing[1] if vanishing else _FLAT,
        lamps=lights.lamps(picture, screen),
        screen=screen,
    )


def _add_people(request: Request, preparation: Prepared, plate: Size) -> None:
    people = people_of(request)
    places = _places(request, preparation, plate, len(people))
    corners = preparation.layout.screen
    screen = sum(corner[0] for corner in corners) / 4 if corners else None
    figures = []
    behaviours = conducts(request, people, _across(people, places, preparation.layout), screen)
    for item, (x, foot), conduct in zip(people, places, behaviours, strict=True):
        placement = preparation.layout.figure(item.tag)
        subject = Subject(item, placement, request.rate, request.frames, conduct)
        preparation.people[item.tag] = subject
        figure = placement or _figure(
            item, subject.stance, x, foot, preparation.layout, conduct.toward
        )
        figures.append(replace(figure, span=figure.span or subject.span))
    preparation.layout = replace(preparation.layout, figures=tuple(figures))


def _across(people: list[Input], places: list[tuple[float, float]], layout: Layout) -> list[float]:
    """Where each stands, as hands set it or as it is guessed."""
    set_ = [layout.figure(item.tag) for item in people]
    return [f.foot[0] if f else place[0] for f, place in zip(set_, places, strict=True)]


def _figure(
    item: Input, stance: Stance, x: float, foot: float, layout: Layout, toward: int
) -> Figure:
    """A place on the floor: the lower their feet are in the frame, the nearer and taller."""
    if stance.cut:  # so near that what is missing lies below the frame
        foot = max(foot * 1.5, 1.5)
    height = max(0.12, foot - layout.horizon) * (_TALL if layout.vanishing else _TALL_FLAT)
    mirrored = bool(toward) and stance.facing * toward < -0.15
    return Figure(item.tag, (x, foot), height, mirrored)


def _places(
    request: Request, preparation: Prepared, plate: Size, count: int
) -> list[tuple[float, float]]:
    """Where each person's feet are, as shares of the plate."""
    layout, places = preparation.layout, list(_PLACES[count])
    drawn = next((i for i in request.inputs if i.role == "composition"), None)
    box = window(plate, (request.width, request.height), layout).seen
    horizon = (layout.horizon - box[1]) / (box[3] - box[1])
    places = [(x, horizon + down * (1 - horizon)) for x, down in places]
    # A layout set by hand was made after the sketch.
    marks = sketch.marks(drawn, count) if drawn and request.layout is None else []
    if drawn and marks:
        places = marks
        preparation.sketched.add(drawn.tag)
    elif layout.screen and sum(corner[0] for corner in layout.screen) / 4 < 0.5:
        places = [(1 - x, foot) for x, foot in places]
    left, top, right, bottom = box
    return [(left + x * (right - left), top + foot * (bottom - top)) for x, foot in places]
