"""A master in its light: every frame lit, the sound copied packet for packet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from av.audio.stream import AudioStream
from av.video.frame import VideoFrame

from slowfilm.media.clip import sound_stream
from slowfilm.media.light.dither import Dither
from slowfilm.media.light.field import Stroke
from slowfilm.media.light.mattes import Mattes
from slowfilm.media.light.picture import Key, Look, Plan
from slowfilm.media.light.planes import frame_of, planes_of
from slowfilm.media.master import MasterWriter, open_master
from slowfilm.media.names import MASTER


def lit(request: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any]:
    """The task: `path` and `digest` of a master of `frames` frames, its light, a `seed`.

    Writes the lit master into `folder`. The same request gives the same bytes.
    """
    with open_master(Path(request["path"]), request["digest"]) as master:
        container = master.container
        pictures, sound = container.streams.video[0], sound_stream(container)
        rate = pictures.average_rate
        assert rate is not None
        plan = plan_of(request, pictures.width, pictures.height)
        about: dict[str, Any] = {"width": plan.width, "height": plan.height, "rate": rate}
        if sound:
            about["sample_rate"] = sound.sample_rate
        with MasterWriter(
            Path(request["folder"]) / MASTER, sound=sound is not None, **about
        ) as writer:
            streams = [pictures, sound] if sound else [pictures]
            for packet in container.demux(*streams):
                if isinstance(packet.stream, AudioStream):
                    _copy(packet, writer)
                    continue
                for frame in packet.decode():
                    _light(frame, plan, request["seed"], writer)  # type: ignore[arg-type]
                    report(writer.frames / request["frames"])
    return {"frames": writer.frames}


def plan_of(request: dict[str, Any], width: int, height: int) -> Plan:
    """The light that a request tells as JSON: `keys`, `exposure`, where mattes lie if it needs any.

    `spared`: whom it may not cross; where people are nothing changes then, and without mattes
    nowhere.

    Raises MediaError.
    """
    keys = [
        Key(
            key["frame"],
            key["how"],
            key["light"],
            [Stroke(**stroke) for stroke in key["strokes"]],
        )
        for key in request["keys"]
    ]
    mattes = None
    if path := request.get("mattes_path"):
        mattes = Mattes.of(Path(path).read_bytes())
    spared = bool(request.get("spared"))
    return Plan(keys, request["exposure"], width, height, mattes, spared=spared)


def _light(frame: VideoFrame, plan: Plan, seed: str, writer: MasterWriter) -> None:
    look: Look = plan.at(writer.frames)
    planes = planes_of(frame)
    if not look.identity:
        planes = look.lit(planes, Dither(seed, writer.frames, plan.width, plan.height))
    writer.picture(frame_of(planes))


def _copy(packet: Any, writer: MasterWriter) -> None:
    """A packet of sound as it is."""
    if packet.dts is None or writer.audio is None:
        return
    writer.samples += packet.size // 6  # 24 bits, two channels
    packet.stream = writer.audio
    writer.container.mux(packet)
