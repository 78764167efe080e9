"""The demo film's third scene: the lane whose neighbours said no, and the light in its place."""

from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from slowfilm.abstractions import actions as light
from slowfilm.abstractions.spaces import lane
from slowfilm.clearance import decisions, showing
from slowfilm.clearance.works import Decision
from slowfilm.demo import found
from slowfilm.demo.steps import PATIENCE, Note, Steps
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.media.lightspace.space import Space
from slowfilm.people import place_actions as places
from slowfilm.people.place import Place
from slowfilm.references.models import Reference
from slowfilm.references.roles import Role
from slowfilm.shots.models import Draft

SECONDS = 4
NAME = "灯花里"
RESIDENTS = (
    "Invented: one gate, six households. Five agreed; the ground floor did not. "
    "虚构：一个门洞，六户人家。五户答应了，一楼那户没有。"
)
TITLE = "The lane 巷子"
SHOT = (
    "The light in its place 代替它的光",
    "The lane is not shown, nor anything made to look like it. 巷子不出现，照着它仿造的也不出现。",
)
# What was asked for first. It names the lane, so it is refused.
ASKED = (
    "灯花里 before its lamp is lit, from the gate down to the river. On the ground floor a window "
    "stands open.\n灯还没亮的灯花里，从巷口一直看到江边。一楼有一扇窗开着。"
)
SPACE = Space(seed=12, first=lane())
SPACE_NAME = "The light in its place 代替它的光"
DECISION: dict[str, Any] = {
    "wanted": "The lane itself, as it stands today, and the window that he listened at. "
    "那条巷子现在的样子，还有他听广播的那扇窗。",
    "refused": "To film it, and to have it drawn after its name. "
    "不拍它，也不让引擎照着它的名字去画。",
    "why": "The ground floor said no: that summer is theirs as well, and they do not want it "
    "looked at. 一楼那户没有答应：那个夏天也是他们的，他们不愿意给人看。",
    "instead": "A space of light made from nothing: four lamps, a window that belongs to no house, "
    "wet ground. 一个凭空做出来的光的空间：四盏灯，一扇不属于任何房子的窗，湿的地面。",
}
DISSENT = "I would wait another year and ask them once more. 我宁愿再等一年，再去问一次。"
BRIEF = (
    "@Image1. Nothing moves but the rain, and we only hear it: @Audio1.\n"
    "@Image1。什么都不动，只有雨在动，而雨只用听：@Audio1。"
)
NOTES: list[Note] = [
    (
        "lin.yao", "no house", "keep", 0, 96,
        "Those who live there should not find their own in it. "
        "住在那里的人，不该在里面认出自己的窗。",
        "The window hangs on no wall. Leave it so. 窗没有挂在墙上。就这样留着。",
    ),
    (
        "he.yu", "only rain", "question", 48, 72, "",
        "A lane one could also hear: do we give it steps, or rain alone? "
        "巷子也是听得见的：要不要脚步声，还是只有雨？",
    ),
]  # fmt: skip


def made(steps: Steps) -> None:
    """Make the scene as far as it is not there. Raises TimeoutError."""
    shot, plate = light_instead(steps)
    steps.wait(plate)
    draft = _draft(steps, shot, plate)
    if draft:
        found.scanned(steps, references=[plate], draft=draft)
        steps.write(draft, NOTES)


def light_instead(steps: Steps) -> tuple[UUID, UUID]:
    """The shot, and the light that a worker is to render for it: from the refusal to that."""
    shot = steps.shot("lane", TITLE, *SHOT)
    place = _asked_the_neighbours(steps)
    _refused(steps, shot, place)
    plate = _light(steps)
    _decide(steps, shot, place, plate)
    return shot, plate


def _asked_the_neighbours(steps: Steps) -> UUID:
    """The producer went there and asked; those who live there refused."""
    film, place = steps.film.id, steps.command("place lane")
    add = partial(places.add_place, film_id=film, command=place)
    steps.take("wei.yining", partial(add, name=NAME, kind="lane", residents=RESIDENTS))
    for agreed in ("asked", "no"):
        answer = partial(places.record_agreement, film_id=film, place=place, agreed=agreed)
        steps.take("wei.yining", partial(answer, command=steps.command(f"lane {agreed}")))
    set_in = partial(showing.show_place, film_id=film, command=steps.command("set in the lane"))
    steps.take("lin.yao", partial(set_in, place=place, scenes=[steps.command("scene lane")]))
    return place


def _refused(steps: Steps, shot: UUID, place: UUID) -> None:
    """A brief that names it is refused, as any would be. It leaves nothing in the record."""
    stands = Place.objects.filter(id=place, agreed=Place.Agreed.NO)
    if stands.exists() and not Decision.objects.filter(id=steps.command("lane decided")).exists():
        ask = partial(generations.queue_generation, film_id=steps.film.id, shot=shot)
        command = steps.command("generation of the lane")
        spec = _wanted(steps, ASKED, ())
        steps.refused("lin.yao", partial(ask, command=command, wanted=spec))


def _light(steps: Steps) -> UUID:
    """The space of light, asked for; once more if it could not be rendered."""
    film, plate = steps.film.id, steps.command("light of the lane")
    make = partial(light.make_light_space, film_id=film, command=plate)
    steps.take("zhou.yan", partial(make, name=SPACE_NAME, space=SPACE))
    if Reference.objects.filter(id=plate, original=None).exists() and not steps.working(plate):
        again = partial(light.render_again, film_id=film, command=None, reference=plate)
        steps.take("zhou.yan", again)
    return plate


def _decide(steps: Steps, shot: UUID, place: UUID, plate: UUID) -> None:
    """What was given up and what came instead; one of them sees it otherwise."""
    film, decision = steps.film.id, steps.command("lane decided")
    about: dict[str, Any] = {"scene": steps.command("scene lane"), "shot": shot, "place": place}
    write = partial(decisions.write_decision, film_id=film, command=decision, **about, **DECISION)
    steps.take("lin.yao", partial(write, instead_reference=plate, in_seal=True))
    disagree = partial(decisions.disagree, film_id=film, command=steps.command("lane dissent"))
    steps.take("zhou.yan", partial(disagree, decision=decision, words=DISSENT))


def _draft(steps: Steps, shot: UUID, plate: UUID) -> Draft | None:
    rain = steps.command("reference sound-rain")
    cited = (Cited(plate, Role.PLATE), Cited(rain, Role.AMBIENCE))
    return steps.draft("generation lane", shot, _wanted(steps, BRIEF, cited), PATIENCE)


def _wanted(steps: Steps, text: str, cited: tuple[Cited, ...]) -> Wanted:
    film = steps.film
    return Wanted(
        text=text,
        engine="animatic",
        width=film.width,
        height=film.height,
        rate=Fraction(film.rate),
        frames=SECONDS * 24,
        seed=1998,
        citations=cited,
    )
