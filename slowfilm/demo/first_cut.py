"""The demo film's cut: its two scenes, one dissolving into the other, with rain beneath."""

from fractions import Fraction
from functools import partial

from slowfilm.cuts import actions, events
from slowfilm.demo.steps import Steps
from slowfilm.references.models import Reference
from slowfilm.timecode import parse_rate

TITLE = "初剪 · First cut"
JOIN = 12  # frames of its dissolve
RAIN = -18.0  # dB


def made(steps: Steps) -> None:
    """Make the cut, once there are two drafts to meet."""
    clips = actions.from_shots(steps.film)
    if len(clips) < 2:
        return
    film, cut = steps.film, steps.command("cut")
    steps.take("lin.yao", partial(actions.add_cut, film_id=film.id, command=cut, title=TITLE))
    first, second, *others = clips
    first = first.model_copy(update={"last": max(1, first.last - JOIN)})
    second = second.model_copy(update={"join": "dissolve", "join_frames": JOIN})
    laid = [first, second, *others]
    save = partial(actions.save_cut, film_id=film.id, command=steps.command("cut v001"), cut=cut)
    clips_ = [each.model_dump() for each in laid]
    sounds = [each.model_dump() for each in _rain(steps, laid)]
    steps.take("lin.yao", partial(save, made_from=0, clips=clips_, sounds=sounds))


def _rain(steps: Steps, clips: list[events.Clip]) -> list[events.Sound]:
    """The recording of rain, as long as the cut or as it is itself."""
    rain = Reference.objects.filter(id=steps.command("reference sound-rain")).first()
    if rain is None or not rain.seconds:
        return []
    frames = sum(each.last - each.first for each in clips)
    lasts = min(rain.seconds, float(Fraction(frames) / parse_rate(steps.film.rate)))
    fades = {"fade_in_ms": 1000, "fade_out_ms": 1500}
    about = {"at": 0, "start_ms": 0, "end_ms": int(lasts * 1000), **fades}
    return [events.Sound(track=1, reference=rain.id, levels=[(0.0, RAIN)], **about)]
