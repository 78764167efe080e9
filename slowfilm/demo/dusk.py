"""The demo film's first scene: dusk, a lamp, rain. Nobody is in it."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from math import cos, pi, sin
from uuid import UUID

from slowfilm.approvals import actions as approvals
from slowfilm.approvals.digest import shot_digest
from slowfilm.clearance import actions as clearance
from slowfilm.demo import found, scenery
from slowfilm.demo.film import NEVERS
from slowfilm.demo.steps import PATIENCE, Note, Steps
from slowfilm.films import roles
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin
from slowfilm.references.roles import Role
from slowfilm.reviews import actions as ink
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots
from slowfilm.shots.models import Draft

ORIGIN: Origin = {
    "maker": "Slowfilm",
    "year": "1998",
    "place": "",
    "medium": "generated",
    "rights": "Drawn and sounded by Slowfilm's own code. 由 Slowfilm 自己的代码绘制、合成。",
    "study": False,
}
TITLE = "Dusk 黄昏"
MURMUR = "A murmur made by code: nobody spoke. 由代码合成的低语：没有人说话。"
SHOTS = {
    "lamp": (
        "The lamp comes on 灯亮了",
        "Nothing happens, and then there is light. 什么也没有发生，然后有了光。",
    ),
    "window": (
        "Through the window 隔着窗",
        "We hear the river before we see where it is heard from. 先听见江，才看见声音从哪里来。",
    ),
    "figure": (
        "Someone goes home 有人回家",
        "An umbrella, no face. The street lets them pass. 一把伞，没有脸。街让他过去。",
    ),
}
BRIEF = (
    "@Image1 holds until the eye has become used to the dusk. Then @Video1: rain, seen only where "
    "the lamp is. @Audio1 lies under everything; from the window, far away, @Audio2.\n"
    "@Image1 停住，等眼睛习惯了黄昏；然后是 @Video1：只有灯照到的地方才看得见雨。@Audio1 铺在底下；"
    "很远的窗里，是 @Audio2。"
)
CITED = {
    "street-dusk": Role.PLACE,
    "rain-lamp": Role.MOTION,
    "sound-rain": Role.AMBIENCE,
    "sound-broadcast": Role.VOICE,
}
NOTES: list[Note] = [
    (
        "zhou.yan", "brighter", "change", 60, 108, "",
        "The lamp is brighter than the window. Until the rain starts it should be the other way "
        "round. 灯比窗亮了。雨开始之前，应该反过来。",
    ),
    (
        "he.yu", "river", "question", 24, 25, "",
        "Do we want to hear the river here already, or only in the next shot? "
        "这里就要听见江吗，还是等到下一个镜头？",
    ),
    (
        "lin.yao", "grain", "keep", 96, 97,
        "It is the only moment at which the picture blinks. 这是画面唯一一次眨眼。",
        "The grain jumps where still and clip meet. Leave it. "
        "静帧接动态的地方，颗粒跳了一下。留着。",
    ),
]  # fmt: skip
WANTED = (
    "The window has to come before the lamp. Darken the lamp until frame 60. "
    "窗要先于灯出现：第 60 帧之前，把灯压暗。"
)
ANSWER = "Here already, but so low that one is not sure. 这里就要，但要低到让人不敢确定。"


def made(steps: Steps) -> None:
    """Make the scene as far as it is not there. Raises TimeoutError."""
    material = steps.upload(scenery.STREET, defaultdict(lambda: ORIGIN))
    found.scanned(steps, references=material.values())
    found.nobody(steps, MURMUR, material["sound-voice-synthetic"])
    declare_nobody(steps, material.values())
    shot = _shots(steps)
    draft = _draft(steps, shot, material)
    if draft:
        found.scanned(steps, draft=draft)
        _talk(steps, draft)
        _decide(steps, draft)


def declare_nobody(steps: Steps, material: Iterable[UUID]) -> None:
    """Say that nobody is in it."""
    for reference in Reference.objects.filter(id__in=material, nobody_else_at=None):
        say = partial(clearance.declare_nobody, film_id=steps.film.id, reference=reference.id)
        steps.take("lin.yao", partial(say, command=None))


def _shots(steps: Steps) -> UUID:
    scene, film = steps.command("scene"), steps.film.id
    add_scene = partial(shots.add_scene, film_id=film, command=scene, title=TITLE)
    steps.take("lin.yao", add_scene)
    for name, (title, intent) in SHOTS.items():
        add = partial(shots.add_shot, film_id=film, command=steps.command(f"shot {name}"))
        steps.take("lin.yao", partial(add, scene=scene, title=title, intent=intent))
    return steps.command("shot lamp")


def _draft(steps: Steps, shot: UUID, material: dict[str, UUID]) -> Draft | None:
    film = steps.film
    spec = Wanted(
        text=BRIEF,
        engine="animatic",
        width=film.width,
        height=film.height,
        rate=Fraction(film.rate),
        frames=8 * 24,
        seed=1998,
        citations=tuple(Cited(material[name], role) for name, role in CITED.items()),
    )
    return steps.draft("generation", shot, spec, PATIENCE)


def _talk(steps: Steps, draft: Draft) -> None:
    """A few words and a little ink."""
    steps.write(draft, NOTES)
    answer = partial(notes.write_note, film_id=steps.film.id, command=steps.command("answer"))
    fields = {"draft": draft.id, "first": 24, "last": 25, "kind": "question"}
    steps.take("lin.yao", partial(answer, **fields, text=ANSWER, parent=steps.command("river")))
    for name, colour, points in (
        ("ring", "#e8b04b", ring(24000, 15000, 7200, 9800)),
        ("line", "#7fb2d9", line((39000, 52000), (27800, 26000))),
    ):
        draw = partial(ink.draw, film_id=steps.film.id, command=steps.command(f"stroke {name}"))
        style = {"frame": 72, "tool": "pen", "colour": colour, "width": 36}
        steps.take("zhou.yan", partial(draw, draft=draft.id, **style, points=points))


def _decide(steps: Steps, draft: Draft) -> None:
    """The draft is selected; its producer asks for changes, and one never is answered for."""
    film = steps.film.id
    select = partial(shots.select_draft, film_id=film, command=steps.command("select lamp"))
    steps.take("lin.yao", partial(select, draft=draft.id))
    about = {"shot": draft.shot_id, "digest": shot_digest(draft)}
    ask = partial(approvals.request_changes, film_id=film, command=steps.command("lamp changes"))
    steps.take("wei.yining", partial(ask, **about, role=roles.Role.PRODUCER, reason=WANTED))
    keep = partial(approvals.answer_never, film_id=film, command=steps.command("lamp faces"))
    steps.take("he.yu", partial(keep, **about, never=NEVERS[0], holds=True))


def ring(x: int, y: int, across: int, down: int) -> list[tuple[int, ...]]:
    """A hand's ellipse: it presses harder on the way down and does not quite close."""
    turns = [2.15 * pi * step / 70 for step in range(71)]
    return [
        (
            round(x + across * cos(turn - 1.9) * (1 + 0.012 * turn)),
            round(y + down * sin(turn - 1.9) * (1 + 0.012 * turn)),
            round(420 + 260 * sin(turn)),
            18,
            -12,
        )
        for turn in turns
    ]


def line(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, ...]]:
    """A hand's line, a little bent."""
    steps = [step / 30 for step in range(31)]
    return [
        (
            round(start[0] + (end[0] - start[0]) * t + 1300 * sin(pi * t)),
            round(start[1] + (end[1] - start[1]) * t),
            round(300 + 420 * sin(pi * t)),
            18,
            -12,
        )
        for t in steps
    ]
