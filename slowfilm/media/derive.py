"""The tasks: what is made of an uploaded file, each in one pass over it.

A request names absolute paths: `path` is read, results go into `folder` under fixed names. A
result holds the `probe`, the names of the files written, and what is needed to show them.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from slowfilm.media.clip import Loss
from slowfilm.media.copies import Copies
from slowfilm.media.errors import MediaError
from slowfilm.media.frames import Picture, read
from slowfilm.media.probe import LONGEST, Kind, Probe, probe
from slowfilm.media.proxy import ProxyWriter
from slowfilm.media.still import make_still
from slowfilm.media.tracks import choice_of
from slowfilm.media.waveform import PAIRS_A_SECOND, Waveform

Request = dict[str, Any]
Report = Callable[[float], None]
Task = Callable[[Request, Report], dict[str, Any]]

STILL_SIDE = 2560


def measure(request: Request, report: Report) -> dict[str, Any]:
    """Probe `path`; `longest` (seconds) and `used`, the tracks wished for, are optional."""
    return {"probe": _probed(request).to_json()}


def picture(request: Request, report: Report) -> dict[str, Any]:
    """A still: proxy.jpg (long side `max_side`) and poster.jpg."""
    about, folder = _wanted(request, "picture"), Path(request["folder"])
    side = request.get("max_side", STILL_SIDE)
    size = make_still(Path(request["path"]), folder / "proxy.jpg", folder / "poster.jpg", side)
    return {
        "probe": about.to_json(),
        "proxy": {"name": "proxy.jpg", "width": size[0], "height": size[1]},
        "poster": {"name": "poster.jpg"},
    }


def video(request: Request, report: Report) -> dict[str, Any]:
    """A clip: proxy.mp4, poster.jpg (frame `poster_frame`), filmstrip.jpg, waveform.bin."""
    return _clip(request, report, _wanted(request, "video"), master=False)


def master(request: Request, report: Report) -> dict[str, Any]:
    """A draft made elsewhere: master.avi, and of its pictures all that `video` makes."""
    return _clip(request, report, _wanted(request, "video"), master=True)


def sound(request: Request, report: Report) -> dict[str, Any]:
    """A sound: proxy.m4a and waveform.bin."""
    about, folder, loss = _wanted(request, "sound"), Path(request["folder"]), Loss()
    with (
        ProxyWriter(folder / "proxy.m4a", rate=None, sound=True) as proxy,
        Waveform(folder / "waveform.bin") as waveform,
    ):
        for part in read(Path(request["path"]), about, loss):
            if not isinstance(part, Picture):
                proxy.sound(part.samples)
                waveform.add(part.samples)
                report(min(1.0, proxy.seconds / max(float(about.duration), 0.01)))
    about = replace(about, damaged_sounds=loss.sounds + loss.packets)
    return {
        "probe": about.to_json(),
        "proxy": {"name": "proxy.m4a", "samples": proxy.samples},
        "waveform": {"name": "waveform.bin", "pairs_a_second": PAIRS_A_SECOND},
    }


def stripped(request: Request, report: Report) -> dict[str, Any]:
    """A copy that tells of nobody: `stripped` in `folder`, and its probe. `probe` is required."""
    from slowfilm.media.stripping import strip

    name = "stripped"
    copy = strip(Path(request["path"]), Path(request["folder"]) / name, _probed(request))
    return {"probe": copy.to_json(), "stripped": {"name": name}}


HERE: dict[str, Task] = {
    "probe": measure,
    "picture": picture,
    "video": video,
    "sound": sound,
    "master": master,
    "strip": stripped,
}
# Each is loaded when it is asked for: a probe would wait a second for what it never uses.
ELSEWHERE = {
    "conform": ("conform", "conformed"),
    "scan": ("scan", "scan"),
    "abstract": ("abstracting", "abstracted"),
    "abstract-preview": ("abstracting", "previewed"),
    "light-space": ("lightspace.rendering", "rendered"),
    "lit": ("light.render", "lit"),
    "taken": ("light.taken", "taken"),
    "lit-copy": ("light.taken", "lit_copy"),
    "stills": ("light.taken", "stills"),
    "consent": ("consent", "consent"),
}


def task(name: str) -> Task:
    """A task by its name. Raises KeyError."""
    if name in HERE:
        return HERE[name]
    module, function = ELSEWHERE[name]
    handler: Task = getattr(import_module(f"slowfilm.media.{module}"), function)
    return handler


def _probed(request: Request) -> Probe:
    if "probe" in request:
        return Probe.from_json(request["probe"])
    choice = choice_of(request.get("used"))
    return probe(Path(request["path"]), longest=request.get("longest", LONGEST), choice=choice)


def _wanted(request: Request, kind: Kind) -> Probe:
    about = _probed(request)
    if about.kind != kind:
        raise MediaError("no-sound" if kind == "sound" else "no-picture", found=about.kind)
    return about


def _clip(request: Request, report: Report, about: Probe, *, master: bool) -> dict[str, Any]:
    copies, loss = Copies(request, about, master=master), Loss()
    with copies:
        for part in read(Path(request["path"]), about, loss):
            if isinstance(part, Picture):
                copies.picture(part)
                report((part.index + 1) / about.frames)
            else:
                copies.sound(part)
    interlaced = (about.interlaced or copies.woven > 0) and copies.woven >= copies.whole_frames
    about = replace(about, damaged_frames=copies.damaged, interlaced=interlaced)
    if about.has_sound:
        about = replace(about, damaged_sounds=loss.sounds + loss.packets)
    return {"probe": about.to_json(), **copies.facts()}
