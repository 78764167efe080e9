"""The demo film's cut: its scenes, the first dissolving into the second, with rain beneath.

Its producer asks for changes to the first version; the director makes a second one and approves it.
"""

from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from slowfilm.approvals import actions as approvals
from slowfilm.approvals.gate import gate
from slowfilm.cuts import actions, events
from slowfilm.cuts.models import Cut
from slowfilm.demo.film import NEVERS
from slowfilm.demo.steps import Steps
from slowfilm.films.roles import Role
from slowfilm.ledger import Action
from slowfilm.references.models import Reference
from slowfilm.timecode import parse_rate

TITLE = "初剪 · First cut"
JOIN, LONGER = 12, 24  # frames of its dissolve, in the first version and in the second
RAIN = -18.0  # dB
WANTED = "They meet too fast. Give the dissolve a whole second. 两场戏接得太急，叠化给足一秒。"
APPROVED = "Now one forgets which rain it is. 现在分不清是哪一场雨了。"


def made(steps: Steps) -> None:
    """Make the cut, once there are two drafts to meet."""
    clips = actions.from_shots(steps.film)
    if len(clips) < 2:
        return
    film, cut = steps.film, steps.command("cut")
    steps.take("lin.yao", partial(actions.add_cut, film_id=film.id, command=cut, title=TITLE))
    if Cut.objects.filter(id=cut).exists():
        _save(steps, cut, 1, clips, JOIN)
        ask = {"role": Role.PRODUCER, "reason": WANTED}
        _say(steps, "wei.yining", approvals.request_changes, "cut changes", cut, **ask)
        _save(steps, cut, 2, clips, LONGER)
        fields = {"never": NEVERS[2], "holds": True}
        _say(steps, "he.yu", approvals.answer_never, "cut broadcast", cut, **fields)
        yes = {"role": Role.DIRECTOR, "remark": APPROVED}
        _say(steps, "lin.yao", approvals.approve_cut, "cut approved", cut, **yes)


def _save(steps: Steps, cut: UUID, number: int, clips: list[events.Clip], join: int) -> None:
    """A version: whole shots, the first dissolving into the second over `join` frames."""
    first, second, *others = clips
    first = first.model_copy(update={"last": max(1, first.last - join)})
    second = second.model_copy(update={"join": "dissolve", "join_frames": join})
    laid = [first, second, *others]
    save = partial(
        actions.save_cut,
        film_id=steps.film.id,
        command=steps.command(f"cut v{number:03d}"),
        cut=cut,
        made_from=number - 1,
        clips=[clip.model_dump() for clip in laid],
        sounds=[sound.model_dump() for sound in _rain(steps, laid)],
    )
    steps.take("lin.yao", save)


def _say(steps: Steps, who: str, action: Action[Any], name: str, cut: UUID, **fields: Any) -> None:
    """What a member says of the cut as it is now."""
    about = {"cut": cut, "digest": gate(Cut.objects.get(id=cut)).digest, **fields}
    command = steps.command(name)
    steps.take(who, partial(action, film_id=steps.film.id, command=command, **about))


def _rain(steps: Steps, clips: list[events.Clip]) -> list[events.Sound]:
    """The recording of rain, as long as the cut or as it is itself."""
    rain = Reference.objects.filter(id=steps.command("reference sound-rain")).first()
    if rain is None or not rain.seconds:
        return []
    frames = sum(clip.last - clip.first for clip in clips)
    lasts = min(rain.seconds, float(Fraction(frames) / parse_rate(steps.film.rate)))
    fades = {"fade_in_ms": 1000, "fade_out_ms": 1500}
    about = {"at": 0, "start_ms": 0, "end_ms": int(lasts * 1000), **fades}
    return [events.Sound(track=1, reference=rain.id, levels=[(0.0, RAIN)], **about)]
