"""The demo film's second scene: two selves of one invented man before an old broadcast.

It is made where the engine is switched on that sets people into a plate.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from uuid import UUID

from slowfilm.clearance import actions as clearance
from slowfilm.clearance import releases
from slowfilm.clearance.models import ASKED
from slowfilm.clearance.paper import paper
from slowfilm.clearance.providers import offered
from slowfilm.demo import film as demo_film
from slowfilm.demo import found, scenery
from slowfilm.demo.dusk import ORIGIN, declare_nobody
from slowfilm.demo.steps import Note, Steps
from slowfilm.engines.settings import switched_on
from slowfilm.generations.characters import Cast, said
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.people import actions as people
from slowfilm.people.models import Person
from slowfilm.references import characters
from slowfilm.references.origin import Origin
from slowfilm.references.roles import Role
from slowfilm.shots.models import Draft

ENGINE, SECONDS = "composite", 5
PATIENCE = 900.0  # seconds for the draft: its picture is worked on frame by frame
NAME = "林遥"
INVENTED = "Invented, as everyone in this film is. 和这部片子里的每个人一样，是虚构的。"
DRAWN = "An invented man, drawn by Slowfilm's own code. 虚构的人，由 Slowfilm 自己的代码绘制。"
MURMURED = (
    "A synthetic voice, murmured by Slowfilm's own code: no words, and nobody's voice. "
    "由 Slowfilm 自己的代码合成的低语：没有字词，也不是任何人的声音。"
)
ORIGINS: Mapping[str, Origin] = {
    "street-screen": ORIGIN,
    "broadcast-1997": {**ORIGIN, "year": "1997"},
    "self-1998": {**ORIGIN, "rights": DRAWN},
    "self-now": {**ORIGIN, "year": "", "rights": DRAWN},
    "sound-line-1998": {**ORIGIN, "rights": MURMURED},
    "sound-line-now": {**ORIGIN, "year": "", "rights": MURMURED},
}
# By period: the clip he is seen in, the take he is heard in, and what he says.
PERIODS = {
    "1998": (
        "self-1998",
        "sound-line-1998",
        "你么样才回来？",
        "普通话：你怎么才回来？ How is it that you come back only now?",
    ),
    "现在": (
        "self-now",
        "sound-line-now",
        "灯还冇熄，我就冇走。",
        "普通话：灯还没熄，我就没走。 The lamp has not gone out, so I never left.",
    ),
}
DIALECT = "武汉话 Wuhan"
PAUSES = (400, 500)  # milliseconds before each line
TITLE = "Two selves 两个自己"
SHOT = (
    "Before the window 窗前",
    "He of 1998 asks. He of today listens, and looks where the light comes from. "
    "一九九八年的他问；现在的他听着，看向有光的地方。",
)
BRIEF = (
    "@Image1 in the rain. In its window @Video1: the dyke at night, and then, all at once, the "
    "river by day; its light reaches both. @林遥（1998） comes a few steps and asks. "
    "@林遥（现在） listens, answers, and turns to the window. @Audio1 lies under everything.\n"
    "@Image1，有雨声。窗里是 @Video1：夜里的堤，忽然换成白天的江，光照到两个人身上。"
    "@林遥（1998） 走近几步，问。@林遥（现在） 听着，回答，转头看窗。@Audio1 铺在底下。"
)
NOTES: list[Note] = [
    (
        "lin.yao", "walk", "keep", 6, 54,
        "It tells the truth about the machine of that year. 它说的是那一年机器的真话。",
        "The walk is stiff. Leave it. 走路的僵硬留着。",
    ),
    (
        "zhou.yan", "shoulder", "change", 56, 70, "",
        "When the broadcast changes, its light should be on his shoulder before he turns his head. "
        "画面一换，光要先落到他肩上，他再转头。",
    ),
    (
        "he.yu", "tune", "question", 64, 113, "",
        "He answers over the tune from the set. Do we keep it under his voice? "
        "他开口时，电视里那段曲子还在响。要留在他的声音底下吗？",
    ),
]  # fmt: skip


def made(steps: Steps) -> None:
    """Make the scene as far as it is not there. Raises TimeoutError."""
    if ENGINE not in switched_on():
        return
    material = steps.upload(scenery.SELVES, ORIGINS)
    found.scanned(steps, references=material.values())
    declare_nobody(steps, [material["street-screen"], material["broadcast-1997"]])
    person = _person(steps)
    _name(steps, person, material)
    lines = _cast(steps, person, material)
    draft = _draft(steps, steps.shot("selves", TITLE, *SHOT), material, lines)
    if draft:
        found.scanned(steps, draft=draft)
        found.name(steps, "named in the draft", person, draft.id)
        steps.write(draft, NOTES)


def _person(steps: Steps) -> UUID:
    """The director is himself in the film, and gives his own release."""
    person, film = steps.command("person"), steps.film
    actor = demo_film.actor(film, "lin.yao")
    member = actor.member_id if actor else None
    add = partial(people.add_person, film_id=film.id, command=person)
    steps.take("lin.yao", partial(add, name=NAME, member=member, note=INVENTED))
    himself = Person.objects.filter(id=person).first()
    if himself:
        give = partial(releases.give_release, film_id=film.id, command=steps.command("release"))
        read = {
            "language": "zh-hans",
            "text_hash": paper(himself, ASKED, "zh-hans", None, list(offered())).hash,
        }
        signs = partial(give, person=person, uses=ASKED, signed_name=NAME, **read)
        steps.take("lin.yao", signs)
    return person


def _name(steps: Steps, person: UUID, material: dict[str, UUID]) -> None:
    """Say who is seen in the clips and heard in the takes, and that it is nobody else."""
    for period, (clip, take, *_words) in PERIODS.items():
        for name, how in ((clip, "seen"), (take, "heard")):
            say = partial(clearance.name_people, film_id=steps.film.id)
            step = partial(say, command=steps.command(f"{how} {period}"))
            named = [{"person": person, how: True}]
            about = {"references": [material[name]], "people": named, "nobody_else": True}
            found.name(steps, f"{how} and found {period}", person, material[name])
            steps.take("lin.yao", partial(step, **about))


def _cast(steps: Steps, person: UUID, material: dict[str, UUID]) -> list[UUID]:
    """Both selves with their own references, and a line of each."""
    film, lines = steps.film.id, []
    for period, (clip, take, words, translation) in PERIODS.items():
        self_, line = steps.command(f"character {period}"), steps.command(f"line {period}")
        add = partial(characters.add, film_id=film, command=self_)
        steps.take("lin.yao", partial(add, person=person, period=period))
        for name, role in ((clip, Role.SUBJECT), (take, Role.VOICE)):
            give = partial(characters.give, film_id=film, command=steps.command(f"give {name}"))
            step = partial(give, character=self_, reference=material[name], role=role)
            steps.take("lin.yao", step)
        write = partial(characters.write, film_id=film, command=line, character=self_)
        spoken = {"words": words, "dialect": DIALECT, "translation": translation}
        steps.take("he.yu", partial(write, **spoken, take=material[take]))
        lines.append(line)
    return lines


def _draft(steps: Steps, shot: UUID, material: dict[str, UUID], lines: list[UUID]) -> Draft | None:
    film = steps.film
    try:
        spoken = tuple(said(film.id, list(zip(lines, PAUSES, strict=True))))
    except KeyError:  # somebody took one away
        return None
    cited = {
        material["street-screen"]: Role.PLATE,
        material["broadcast-1997"]: Role.SCREEN,
        steps.command("reference sound-rain"): Role.AMBIENCE,
    }
    spec = Wanted(
        text=BRIEF,
        engine=ENGINE,
        width=film.width,
        height=film.height,
        rate=Fraction(film.rate),
        frames=SECONDS * 24,
        seed=1998,
        citations=tuple(Cited(reference, role) for reference, role in cited.items()),
        lines=spoken,
    )
    whole = Cast.of(film.id).expanded(spec)
    return steps.draft("generation selves", shot, whole, PATIENCE)
