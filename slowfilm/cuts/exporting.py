"""A version of a cut for editing programs: OTIO, EDL (CMX 3600) and FCPXML.

Times are at the cut's rate, and those of a draft begin where its file's timecode does; what a
draft's own frames are stands in the metadata. An EDL holds the
pictures alone, with cuts and dissolves; FCPXML as it is written here holds cuts alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal
from xml.etree import ElementTree

from opentimelineio import adapters, opentime, schema

from slowfilm.cuts.models import CutSound, CutVersion
from slowfilm.cuts.timing import Clip, Timing, handle
from slowfilm.markers.words import one_line
from slowfilm.shots.models import Draft
from slowfilm.shots.source import first_frame, source_timecode
from slowfilm.timecode import DROP_RATES, drops, parse_timecode, timecode

Form = Literal["otio", "edl", "fcpxml"]
ADAPTERS: dict[Form, str] = {"otio": "otio_json", "edl": "cmx_3600", "fcpxml": "fcpx_xml"}
OURS = "slowfilm"  # our part of every metadata
LABEL = re.compile(r"\b\d\d:\d\d:\d\d[:;]\d\d\b")


@dataclass(frozen=True)
class Told:
    """A version with its clips as timing knows them, and their drafts."""

    version: CutVersion
    timing: Timing
    drafts: Sequence[Draft]

    @property
    def drop(self) -> bool:
        """Whether labels are drop-frame: where there is such, unless a source counts otherwise.

        An EDL has one way of counting for the cut and its sources.
        """
        rate = self.timing.rate
        sources = [label for draft in self.drafts if (label := source_timecode(draft))]
        return rate in DROP_RATES and all(drops(source, rate) for source in sources)


def written(edit: Told, form: Form) -> str:
    """The whole file. Of an EDL a dip is a cut, since it knows none."""
    document = timeline(edit, dips=form == "otio", sounds=form == "otio")
    if form == "edl":
        rate = float(edit.timing.rate)
        text = str(adapters.write_to_string(document, ADAPTERS[form], rate=rate, style="nucoda"))
        title, _, events = text.partition("\n")
        drop = edit.drop
        if not drop and edit.timing.rate in DROP_RATES:
            events = LABEL.sub(lambda match: _undropped(match[0], edit.timing.rate), events)
        return f"{title}\nFCM: {'' if drop else 'NON-'}DROP FRAME\n{events}"
    text = str(adapters.write_to_string(document, ADAPTERS[form]))
    return _measured(text, edit) if form == "fcpxml" else text


def _measured(text: str, edit: Told) -> str:
    """FCPXML with its format said: the adapter knows none at 24000/1001, 30000/1001 and so on."""
    head, tag, body = text.partition("<fcpxml")
    root = ElementTree.fromstring(tag + body)
    cut, rate = edit.version.cut, edit.timing.rate
    shape = {"name": f"{cut.width}x{cut.height}", "width": str(cut.width)}
    step = f"{rate.denominator}/{rate.numerator}s"
    for element in root.iter("format"):
        element.attrib |= {**shape, "height": str(cut.height), "frameDuration": step}
    for element in root.iter("sequence"):
        element.set("tcFormat", "DF" if edit.drop else "NDF")
    return f"{head}{ElementTree.tostring(root, encoding='unicode')}\n"


def timeline(edit: Told, *, dips: bool, sounds: bool) -> Any:
    """An OTIO timeline of a version."""
    version, rate = edit.version, edit.timing.rate
    document = schema.Timeline(name=one_line(f"{version.cut.title} {version.name}"))
    document.global_start_time = _time(0, rate)
    document.metadata[OURS] = {
        "cut": str(version.cut_id),
        "version": version.number,
        "rate": str(rate),
        "width": version.cut.width,
        "height": version.cut.height,
    }
    document.tracks.append(_pictures(edit, dips=dips))
    if sounds:
        document.tracks.extend(_tracks(version, rate))
    return document


def _pictures(edit: Told, *, dips: bool) -> Any:
    track, timing = schema.Track(name="V1", kind=schema.TrackKind.Video), edit.timing
    rows = list(edit.version.clips.all())
    for index, clip in enumerate(timing.clips):
        if index and clip.join != "cut" and (dips or clip.join == "dissolve"):
            track.append(_join(clip, timing, index))
        track.append(_clip(clip, timing, index, edit.drafts[index], rows[index].level))
    return track


def _join(clip: Clip, timing: Timing, index: int) -> Any:
    before = 0 if clip.join == "dissolve" else timing.dip_out(index - 1)
    kinds = schema.TransitionTypes
    return schema.Transition(
        name="Dissolve" if clip.join == "dissolve" else "Dip to black",
        transition_type=kinds.SMPTE_Dissolve if clip.join == "dissolve" else kinds.Custom,
        in_offset=_time(before, timing.rate),
        out_offset=_time(clip.join_frames - before, timing.rate),
        metadata={OURS: {"join": clip.join, "frames": clip.join_frames}},
    )


def _clip(clip: Clip, timing: Timing, index: int, draft: Draft, level: int) -> Any:
    rate = timing.rate
    begins = _at(first_frame(source_timecode(draft), clip.rate), clip, rate)
    first, end = _at(clip.first, clip, rate), _at(clip.last, clip, rate) + handle(clip, rate)
    media = schema.ExternalReference(
        target_url=f"{draft.name}.avi",
        available_range=_range(begins, max(end, first + timing.lengths[index]), rate),
    )
    media.name = draft.name
    media.metadata[OURS] = {"master": draft.master_id, "proxy": draft.proxy_id}
    metadata = {
        "draft": str(draft.id),
        "first": clip.first,
        "last": clip.last,
        "rate": str(clip.rate),
        "join": clip.join,
        "join_frames": clip.join_frames,
        "level": level,
    }
    return schema.Clip(
        name=draft.name,
        media_reference=media,
        source_range=_range(begins + first, timing.lengths[index], rate),
        metadata={OURS: metadata},
    )


def _undropped(label: str, rate: Fraction) -> str:
    return timecode(parse_timecode(label, rate, drop=";" in label), rate, drop=False)


def _at(frame: int, clip: Clip, rate: Fraction) -> int:
    """Where a draft's frame lies when its time is counted at the cut's rate."""
    return round(frame * rate / clip.rate)


def _tracks(version: CutVersion, rate: Fraction) -> list[Any]:
    """The two tracks of sound; what overlaps on one of them lies on another beneath it."""
    lanes: list[tuple[int, Any, int]] = []  # track, lane, where it ends
    for sound in version.sounds.select_related("reference").order_by("at", "order"):
        length = max(1, round(Fraction(sound.end_ms - sound.start_ms, 1000) * rate))
        free = [n for n, (of, _, end) in enumerate(lanes) if of == sound.track and end <= sound.at]
        place = free[0] if free else None
        if place is None:
            lane = schema.Track(name=f"A{sound.track}", kind=schema.TrackKind.Audio)
            lanes.append((sound.track, lane, 0))
            place = len(lanes) - 1
        _track, lane, end = lanes[place]
        if sound.at > end:
            lane.append(schema.Gap(source_range=_range(0, sound.at - end, rate)))
        lane.append(_sound(sound, length, rate))
        lanes[place] = sound.track, lane, sound.at + length
    return [lane for _track, lane, _end in lanes]


def _sound(sound: CutSound, length: int, rate: Fraction) -> Any:
    name = one_line(sound.reference.name)
    media = schema.ExternalReference(target_url=name)
    media.name = name
    metadata = {
        "reference": str(sound.reference_id),
        "track": sound.track,
        "start_ms": sound.start_ms,
        "end_ms": sound.end_ms,
        "levels": [list(point) for point in sound.levels],
        "fade_in_ms": sound.fade_in_ms,
        "fade_out_ms": sound.fade_out_ms,
    }
    clock = Fraction(sound.reference.facts.get("clock") or 0)  # a recorder's, in seconds
    start = round((clock + Fraction(sound.start_ms, 1000)) * rate)
    return schema.Clip(
        name=name,
        media_reference=media,
        source_range=_range(start, length, rate),
        metadata={OURS: metadata},
    )


def _time(frames: int, rate: Fraction) -> Any:
    return opentime.RationalTime(frames, float(rate))


def _range(first: int, length: int, rate: Fraction) -> Any:
    return opentime.TimeRange(_time(first, rate), _time(length, rate))
