"""What a workflow is given: files among the server's inputs, and values, each in its slot."""

import hashlib
import mimetypes
import wave
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from av.video.frame import VideoFrame

from slowfilm.engines.base import Input, Request, become
from slowfilm.engines.comfyui import ComfyUI
from slowfilm.engines.comfyui.server import Server
from slowfilm.engines.comfyui.workflow import Slot, Value
from slowfilm.engines.measures import Fit, fit
from slowfilm.engines.shared import light
from slowfilm.engines.shared.clip import Clip
from slowfilm.engines.shared.loudness import RATE
from slowfilm.engines.shared.sounds import heard_of
from slowfilm.media.colour import Conform
from slowfilm.media.colour import fit as even
from slowfilm.media.errors import MediaError
from slowfilm.media.master import PIXELS
from slowfilm.media.probe import Probe, probe
from slowfilm.media.proxy import ProxyWriter

LONGEST_SOUND = 600  # seconds of a sound that are sent
NAME = 24  # letters of a digest that name a file: nothing else is told of it
SUFFIXES = {"image/jpeg": ".jpg", "audio/mp4": ".m4a", "audio/x-wav": ".wav", "video/mp4": ".mp4"}


def planned(engine: ComfyUI, request: Request) -> tuple[Fit, Fraction]:
    """The size and number of frames that are asked of the workflow, and at which rate.

    Raises ValueError where its model makes nothing so long.
    """
    rate = engine.rate or request.rate
    frames = -int(-request.seconds * rate // 1)
    return fit((request.width, request.height), frames, engine.steps), rate


def values(engine: ComfyUI, request: Request) -> dict[Slot, Value]:
    """What goes into every slot that takes no file."""
    plan, rate = planned(engine, request)
    by_name: dict[str, Value] = {
        "prompt": request.prompt,
        "seed": request.seed,
        "width": plan.size[0],
        "height": plan.size[1],
        "frames": plan.frames,
        "rate": _number(rate),
        "seconds": _number(request.seconds),
    }
    put: dict[Slot, Value] = {
        slot: value for name, value in by_name.items() for slot in engine.workflow.values(name)
    }
    by_number = {slot.of.number: item for slot, item in engine.given(request).items() if item.frame}
    for slot in engine.workflow.values("keyframe"):
        if slot.of.number in by_number:
            at = by_number[slot.of.number].frame or 0
            put[slot] = int(at / request.rate * rate)
    return put


def _number(number: Fraction) -> Value:
    return number.numerator if number.denominator == 1 else round(float(number), 6)


def sent(
    server: Server, by_slot: Mapping[Slot, Input], folder: Path, report: Any
) -> dict[Slot, Value]:
    """Upload every input, and say what each slot's node calls it. Raises MediaError for a bad one.

    `report` is called with the share that is there. All are read first: nothing is sent of a brief
    that can't be made.
    """
    paths = {slot: _file(slot, item, folder) for slot, item in by_slot.items()}
    uploads: dict[Slot, Value] = {}
    for number, (slot, path) in enumerate(paths.items(), 1):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        media_type = probe(path).media_type
        suffix = SUFFIXES.get(media_type) or mimetypes.guess_extension(media_type) or path.suffix
        uploads[slot] = server.upload(path, digest[:NAME] + suffix, media_type)
        report(number / len(paths))
    return uploads


def _file(slot: Slot, item: Input, folder: Path) -> Path:
    """The file of an input: as it is, or the part that counts."""
    about = probe(item.path)
    if about.kind != item.kind:
        raise MediaError("no-sound" if item.kind == "sound" else "no-picture", name=item.path.name)
    target = folder / f"sent-{slot.node}-{slot.field}".replace("/", "-")
    if slot.kind == "sound":
        if item.kind == "sound" and item.span is None:
            return item.path
        return _heard(item, target.with_suffix(".wav"))
    if slot.kind == "video" and item.span is not None:
        return _part(item, about, target.with_suffix(".mp4"))
    return item.path


def _heard(item: Input, target: Path) -> Path:
    """The sound of a clip, or a part of one, as 16-bit WAV."""
    samples = heard_of(item.path, item.span, LONGEST_SOUND * RATE)
    with wave.open(str(target), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        coded = np.rint(np.clip(samples.T, -1, 1) * 32767).astype("<i2")
        out.writeframes(coded.tobytes())
    return target


def _part(item: Input, about: Probe, target: Path) -> Path:
    """A part of a clip, in pictures and at its own rate."""
    size = even(about.width, about.height, max(about.width, about.height))
    clip = Clip(item.path, size, about.rate or Fraction(24), item.span)
    conform = Conform(*size, 0, "proxy")
    try:
        with ProxyWriter(target, width=size[0], height=size[1], rate=clip.rate, sound=False) as out:
            for index in range(clip.length):
                codes = light.to_codes(clip.at(index))
                frame = VideoFrame.from_ndarray(np.ascontiguousarray(codes), PIXELS)
                out.picture(index, conform(frame))
    finally:
        clip.close()
    return target


def became(engine: ComfyUI, request: Request) -> list[dict[str, Any]]:
    """What became of each input, in order."""
    places = {id(item): slot for slot, item in engine.given(request).items()}
    rows = []
    for item in request.inputs:
        slot = places.get(id(item))
        if engine.capabilities().treatment(item.kind, item.role) == "ignores":
            rows.append(become(item, "ignored", "role"))
        elif slot is None:
            rows.append(become(item, "ignored", "no-node"))
        else:
            heard = slot.kind == "sound" and item.kind == "video"
            how = "node-sound" if heard else "node"
            node = engine.workflow.title(slot.node)
            rows.append(become(item, "converted" if heard else "used", how, node=node))
    return rows
