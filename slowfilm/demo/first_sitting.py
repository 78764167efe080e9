"""The demo film's first sitting, held and over: what was shown, said, decided, given to do."""

import time
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from slowfilm.cuts.models import CutVersion
from slowfilm.demo import film as demo_film
from slowfilm.demo.steps import Steps
from slowfilm.shots.models import Draft, Shot
from slowfilm.sittings import actions, ending, holding
from slowfilm.sittings.attending import attend
from slowfilm.sittings.models import Sitting

TITLE = "看样片 · First look"
ZONE = "Asia/Shanghai"
BREATH = 1.0  # seconds between two things that are shown
SAID = "灯亮得太早。The lamp comes on too early."
DECIDED = "灯晚一拍亮，雨声不停。The lamp waits a beat; the rain goes on."
TO_DO = "把灯推后十二格。Move the lamp back twelve frames."


def made(steps: Steps) -> None:
    """Hold it once, as soon as there is a cut to look at."""
    drafts = [draft for draft in map(_shown, Shot.objects.filter(film=steps.film)) if draft]
    version = CutVersion.objects.filter(cut__film=steps.film).first()
    sitting = steps.command("sitting")
    if not drafts or version is None or Sitting.objects.filter(id=sitting, ended_at__isnull=False):
        return
    act = partial(_act, steps, sitting)
    _plan(steps, drafts, version)
    act("lin.yao", "open", holding.open_sitting)
    first = drafts[0]
    at: dict[str, Any] = {"draft": first.id, "frame": 0}
    act("lin.yao", "shown", holding.show_frames, steps=[{"ms": 0, **at, "speed": 1}])
    time.sleep(BREATH)
    steps.write(first, [("zhou.yan", "sitting note", "change", 0, 1, "", SAID)])
    act("lin.yao", "decision", holding.note_decision, kind="noted", words=DECIDED, **at)
    task = {"member": _member(steps, "zhou.yan"), "text": TO_DO, **at}
    act("lin.yao", "task", holding.give_task, **task, due=timezone.localdate() + timedelta(days=7))
    of_cut = {"version": version.id, "frame": 0, "speed": 1, "ms": int(BREATH * 1000)}
    act("lin.yao", "cut shown", holding.show_frames, steps=[of_cut])
    time.sleep(BREATH)
    row = Sitting.objects.filter(id=sitting).first()
    for who in ("lin.yao", "zhou.yan", "he.yu"):
        if row and (member := _member(steps, who)):
            attend(row, member, {draft.id: [(0, draft.frames)] for draft in drafts})
    act("lin.yao", "end", ending.end_sitting)


def _shown(shot: Shot) -> Draft | None:
    return shot.selected or shot.drafts.order_by("version").last()


def _plan(steps: Steps, drafts: list[Draft], version: CutVersion) -> None:
    agenda = [{"shot": draft.shot_id} for draft in drafts] + [{"cut": version.cut_id}]
    guests = [
        {"member": member, "part": part}
        for who, part in (("zhou.yan", "presenter"), ("he.yu", "guest"), ("wei.yining", "guest"))
        if (member := _member(steps, who))
    ]
    when = {"begins_at": timezone.now(), "zone": ZONE, "minutes": 45}
    plan = partial(actions.plan, film_id=steps.film.id, command=steps.command("sitting"))
    steps.take("lin.yao", partial(plan, title=TITLE, **when, agenda=agenda, guests=guests))


def _act(by: Steps, sitting: Any, who: str, name: str, action: Any, **fields: Any) -> None:
    command = by.command(f"sitting {name}")
    about = {"film_id": by.film.id, "command": command, "sitting": sitting}
    by.take(who, partial(action, **about, **fields))


def _member(steps: Steps, who: str) -> Any:
    actor = demo_film.actor(steps.film, who)
    return actor.member_id if actor else None
