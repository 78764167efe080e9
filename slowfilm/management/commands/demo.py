"""manage.py demo: makes the demo film, through the same actions as everybody, once."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from math import cos, pi, sin
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import QuerySet

from slowfilm.clearance import actions as clearance
from slowfilm.demo import film as demo_film
from slowfilm.demo import scenery as street
from slowfilm.demo.film import command
from slowfilm.films.authority import MemberActor
from slowfilm.films.models import Film
from slowfilm.generations import actions as generations
from slowfilm.generations.citations import Cited, Wanted
from slowfilm.generations.models import Generation
from slowfilm.jobs.models import Job
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry
from slowfilm.management.studio import StudioCommand
from slowfilm.references import actions as references
from slowfilm.references.models import Reference
from slowfilm.references.origin import Origin
from slowfilm.references.roles import Role
from slowfilm.reviews import actions as ink
from slowfilm.reviews import notes
from slowfilm.shots import actions as shots
from slowfilm.shots.models import Draft
from slowfilm.uploads import pieces
from slowfilm.uploads.models import Upload

PATIENCE = 300.0  # seconds a worker has for one thing that we wait for
ORIGIN: Origin = {
    "maker": "Slowfilm",
    "year": "1998",
    "place": "",
    "medium": "generated",
    "rights": "Drawn and sounded by Slowfilm's own code. 由 Slowfilm 自己的代码绘制、合成。",
    "study": False,
}
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
NOTES: list[tuple[str, str, str, int, int, str, str]] = [
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
ANSWER = "Here already, but so low that one is not sure. 这里就要，但要低到让人不敢确定。"


class Command(StudioCommand):
    """Every step has a command of its own, so a second run goes on where the first was cut off."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # the site comes first
        film = demo_film.found()
        try:
            made = self._material(film)
            shot = self._shots(film)
            draft = self._draft(film, shot, made)
            if draft:
                self._talk(film, draft)
        except TimeoutError as error:
            raise CommandError(str(error)) from error

    def _material(self, film: Film) -> dict[str, UUID]:
        """Bring in all that the street has, and say that nobody is in it."""
        made = {name: command(film, f"reference {name}") for name in street.names()}
        if Upload.objects.filter(id__in=made.values()).count() < len(made):
            with tempfile.TemporaryDirectory(prefix="slowfilm-street-") as folder:
                for name, path in street.write(Path(folder)).items():
                    self._step(film, "zhou.yan", partial(bring, film, made[name], path))
        at_rest = Reference.objects.filter(id__in=made.values(), original=None).exclude(
            id__in=_open(made.values()).values("subject")
        )
        for failed in at_rest:
            retry = partial(references.retry, film_id=film.id, command=None, reference=failed.id)
            self._step(film, "zhou.yan", retry)
        _until(lambda: not _open(made.values()).exists())
        for one in Reference.objects.filter(id__in=made.values(), nobody_else_at=None):
            say = partial(clearance.declare_nobody, film_id=film.id, reference=one.id)
            self._step(film, "lin.yao", partial(say, command=None))
        return made

    def _shots(self, film: Film) -> UUID:
        scene = command(film, "scene")
        self._step(
            film,
            "lin.yao",
            partial(shots.add_scene, film_id=film.id, command=scene, title="Dusk 黄昏"),
        )
        for name, (title, intent) in SHOTS.items():
            add = partial(shots.add_shot, film_id=film.id, command=command(film, f"shot {name}"))
            self._step(film, "lin.yao", partial(add, scene=scene, title=title, intent=intent))
        return command(film, "shot lamp")

    def _draft(self, film: Film, shot: UUID, made: dict[str, UUID]) -> Draft | None:
        """One brief, one run of it, another at the next start if that failed; None without one."""
        wanted = Wanted(
            text=BRIEF,
            engine="animatic",
            width=film.width,
            height=film.height,
            rate=Fraction(film.rate),
            frames=8 * 24,
            seed=1998,
            citations=tuple(Cited(made[name], role) for name, role in CITED.items()),
        )
        run = command(film, "generation")
        runs = Generation.objects.filter(brief__generations=run)
        last = runs.order_by("asked_at").last()
        if last and last.job.state == Job.State.FAILED:
            again = partial(generations.queue_again, film_id=film.id, generation=run)
            step = partial(again, command=command(film, f"generation after {last.id}"))
        else:
            ask = partial(generations.queue_generation, film_id=film.id, command=run)
            step = partial(ask, shot=shot, wanted=wanted)
        self._step(film, "lin.yao", step)
        _until(lambda: not runs.filter(job__ended_at=None).exists())
        return Draft.objects.filter(generation__in=runs).order_by("version").first()

    def _talk(self, film: Film, draft: Draft) -> None:
        """A few words and a little ink."""
        for who, name, kind, first, last, reason, text in NOTES:
            write = partial(notes.write_note, film_id=film.id, command=command(film, name))
            about = {"draft": draft.id, "first": first, "last": last, "kind": kind}
            self._step(film, who, partial(write, **about, text=text, reason=reason))
        river = command(film, "river")
        answer = partial(notes.write_note, film_id=film.id, command=command(film, "answer"))
        here = {"draft": draft.id, "first": 24, "last": 25, "kind": "question"}
        self._step(film, "lin.yao", partial(answer, **here, text=ANSWER, parent=river))
        for name, colour, points in (
            ("ring", "#e8b04b", ring(24000, 15000, 7200, 9800)),
            ("line", "#7fb2d9", line((39000, 52000), (27800, 26000))),
        ):
            draw = partial(ink.draw, film_id=film.id, command=command(film, f"stroke {name}"))
            style = {"frame": 72, "tool": "pen", "colour": colour, "width": 36}
            self._step(film, "zhou.yan", partial(draw, draft=draft.id, **style, points=points))

    def _step(self, film: Film, who: str, action: Callable[..., Entry]) -> None:
        """One action of one demo member. What people have changed meanwhile is left alone."""
        actor = demo_film.actor(film, who)
        if actor is None:
            return
        try:
            action(actor=actor)
        except Refused as refused:
            self.stderr.write(f"{refused.code}: {refused.reason}")


def bring(film: Film, reference: UUID, path: Path, *, actor: MemberActor) -> Entry:
    """Upload a file as its reference: piece, row and act, as a whole upload leaves them."""
    size = path.stat().st_size
    with transaction.atomic():
        upload, _made = Upload.objects.get_or_create(
            id=reference,
            defaults={
                "film": film,
                "member_id": actor.member_id,
                "filename": path.name,
                "size": size,
                "offset": size,
                "about": {"endpoint": "reference", "origin": ORIGIN},
            },
        )
        if not Reference.objects.filter(id=reference).exists():
            with path.open("rb") as file:
                piece, _length = pieces.write(upload.id, file, size, None)
            pieces.place(piece, 0)
        return references.add(
            film_id=film.id,
            actor=actor,
            command=upload.id,
            reference=upload.id,
            name=upload.filename,
            **ORIGIN,
        )


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


def _open(subjects: Iterable[UUID]) -> QuerySet[Job]:
    return Job.objects.open().filter(subject__in=subjects)


def _until(there: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not there():
        if time.monotonic() > limit:
            raise TimeoutError("No worker has done it; is one running? Run this again later.")
        time.sleep(0.3)
