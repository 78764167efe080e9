"""A cut from an OTIO or EDL file of any program: what is known of it, and what is not.

A clip is known by our metadata (a draft, or its digest), or by its name: S03_SH040_v007 anywhere in
the clip's or the file's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from opentimelineio import adapters, schema

from slowfilm.cuts import events
from slowfilm.cuts.exporting import OURS
from slowfilm.cuts.models import Cut
from slowfilm.cuts.timing import Clip, handle, length
from slowfilm.ledger import Refused
from slowfilm.ledger.messages import UNKEEPABLE
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.shots.source import TIMECODE, first_frame, source_timecode
from slowfilm.timecode import parse_rate

NAME = re.compile(r"S(\d{2,})_SH(\d{3,})_v(\d{3,})", re.IGNORECASE)
LARGEST = 4 * 1024 * 1024  # bytes


@dataclass
class Read:
    """What a file says that we know, and what of it we do not: a code, and of what."""

    title: str
    clips: list[events.Clip] = field(default_factory=list)
    sounds: list[events.Sound] = field(default_factory=list)
    left_out: list[events.LeftOut] = field(default_factory=list)


def read(data: bytes, filename: str, cut: Cut) -> Read:
    """Read a file for a cut. Raises Refused where it is none."""
    rate = parse_rate(cut.rate)
    try:
        text = data.decode("utf-8-sig")
        if is_edl(data, filename):
            document = adapters.read_from_string(text, "cmx_3600", rate=float(rate))
        else:
            document = adapters.read_from_string(text, "otio_json")
    except Exception as error:  # whatever a parser throws at a stranger's file
        raise Refused("no-timeline", _("That is no OTIO or EDL file that can be read.")) from error
    if isinstance(document, schema.SerializableCollection):
        document = next((child for child in document if isinstance(child, schema.Timeline)), None)
    if not isinstance(document, schema.Timeline):
        raise Refused("no-timeline", _("There is no timeline in that file."))
    return _Reader(cut, rate).read(document)


def is_edl(data: bytes, filename: str) -> bool:
    """Whether a file is to be read as an EDL: by its ending, or else since it is no JSON."""
    ending = filename.lower().rpartition(".")[2]
    json = data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{")
    return ending == "edl" or (ending != "otio" and not json)


class _Reader:
    """Takes one timeline in."""

    def __init__(self, cut: Cut, rate: Fraction) -> None:
        self.rate = rate
        drafts = Draft.objects.filter(film=cut.film_id).select_related("shot__scene")
        self.drafts = list(drafts.defer("facts").annotate(timecode=TIMECODE))
        self.known: dict[str, Draft] = {}
        for draft in self.drafts:
            keys = str(draft.id), draft.name.lower(), draft.master_id, draft.proxy_id
            self.known |= dict.fromkeys(keys, draft)
        references = Reference.objects.filter(film=cut.film_id, original__isnull=False)
        self.references = {str(reference.id): reference for reference in references}
        self.found = Read(title="")

    def read(self, timeline: Any) -> Read:
        self.found.title = _line(str(timeline.name or ""))
        pictures = list(timeline.video_tracks())
        for track in pictures[1:]:
            self._say("track", str(track.name or ""))
        for track in pictures[:1]:
            self._pictures(track)
        for track in timeline.audio_tracks():
            self._sounds(track)
        return self.found

    def _pictures(self, track: Any) -> None:
        join: Any = None
        for item in track:
            if isinstance(item, schema.Transition):
                join = item
                continue
            draft = self._draft(item)
            if draft is None:
                self._say("not-ours", _name(item))
            else:
                self._add(item, draft, join)
            join = None
        if join is not None:
            self._say("last-transition")

    def _draft(self, item: Any) -> Draft | None:
        if not isinstance(item, schema.Clip):
            return None
        return next((self.known[key] for key in _keys(item) if key in self.known), None)

    def _add(self, item: Any, draft: Draft, join: Any) -> None:
        ours = dict(item.metadata.get(OURS, {}))
        first, last = _span(item, draft, self.rate, ours)
        if item.effects:
            self._say("effects", draft.name)
        if item.markers:
            self._say("markers", draft.name)
        if not 0 <= first < last <= draft.frames:
            bounds = max(0, min(first, draft.frames - 1)), max(1, min(last, draft.frames))
            self._say("frames", draft.name)
            first, last = bounds[0], max(bounds[0] + 1, bounds[1])
        kind, frames = self._kind(join, draft)
        level = ours.get("level", 0)
        level = level if isinstance(level, int) and -60 <= level <= 12 else 0
        about: dict[str, Any] = {"first": first, "last": last, "level": level}
        clip = events.Clip(draft=draft.id, join=kind, join_frames=frames, **about)
        self._fit(clip, join)

    def _kind(self, join: Any, draft: Draft) -> tuple[Any, int]:
        if join is None or not self.found.clips:
            return "cut", 0
        frames = round((join.in_offset + join.out_offset).rescaled_to(float(self.rate)).value)
        ours = dict(join.metadata.get(OURS, {})).get("join")
        if ours == "dip":
            return "dip", min(1000, frames)
        if join.transition_type == schema.TransitionTypes.SMPTE_Dissolve:
            return "dissolve", min(1000, frames)
        self._say("transition", draft.name)
        return "cut", 0

    def _fit(self, clip: events.Clip, join: Any) -> None:
        """A dissolve of ours begins at the join: one that began before it moves the join there."""
        early = 0
        if clip.join == "dissolve" and join is not None:
            early = round(join.in_offset.rescaled_to(float(self.rate)).value)
        if early:
            before, both = self.found.clips[-1], self._timed(clip)
            own, other = self._frames(early, both), self._frames(early, self._timed(before))
            if clip.first >= own and before.last - before.first > other:
                clip = clip.model_copy(update={"first": clip.first - own})
                self.found.clips[-1] = before.model_copy(update={"last": before.last - other})
        if clip.join == "dissolve":
            most = min(
                handle(self._timed(self.found.clips[-1]), self.rate),
                length(self._timed(clip), self.rate),
            )
            if most < clip.join_frames:
                self._say("short-dissolve")
                join_ = "dissolve" if most > 0 else "cut"
                clip = clip.model_copy(update={"join": join_, "join_frames": max(0, most)})
        self.found.clips.append(clip)

    def _timed(self, clip: events.Clip) -> Clip:
        draft = self.known[str(clip.draft)]
        return Clip(clip.first, clip.last, draft.frames, parse_rate(draft.rate))

    def _frames(self, count: int, clip: Clip) -> int:
        return round(count * clip.rate / self.rate)

    def _sounds(self, track: Any) -> None:
        for item in track:
            if not isinstance(item, schema.Clip):
                continue
            ours = dict(item.metadata.get(OURS, {}))
            if self._draft(item) is not None and "reference" not in ours:
                continue  # a draft's own sound comes with its picture
            if str(ours.get("reference")) not in self.references:
                self._say("sound", _name(item))
                continue
            start = track.range_of_child(item).start_time.rescaled_to(float(self.rate))
            fields = {
                **ours,
                "at": max(0, round(start.value)),
                "reference": UUID(ours["reference"]),
            }
            try:
                self.found.sounds.append(events.Sound.model_validate(fields))
            except ValueError:
                self._say("sound", _name(item))

    def _say(self, code: str, name: str = "") -> None:
        if len(self.found.left_out) < events.MOST_LEFT_OUT:
            self.found.left_out.append((code, _line(name)))  # type: ignore[arg-type]


def _keys(item: Any) -> Iterator[str]:
    """By what a clip may be known, the surest first."""
    media = item.media_reference
    for metadata in (item.metadata, media.metadata if media else {}):
        ours = metadata.get(OURS, {})
        yield from (str(ours[key]) for key in ("draft", "master", "proxy") if key in ours)
    names = (item.name, getattr(media, "name", ""), getattr(media, "target_url", ""))
    yield from (match[0].lower() for name in names if (match := NAME.search(name or "")))


def _begins(draft: Draft) -> int:
    """The frame at which its file's own timecode begins."""
    return first_frame(source_timecode(draft), parse_rate(draft.rate))


def _span(item: Any, draft: Draft, rate: Fraction, ours: dict[str, Any]) -> tuple[int, int]:
    """A clip's frames of its draft: as we wrote them if nobody has trimmed it since."""
    own, source_range = parse_rate(draft.rate), item.trimmed_range()
    if "first" in ours and "last" in ours:
        first, last = int(ours["first"]), int(ours["last"])
        begins = round(_begins(draft) * rate / own) + round(first * rate / own)
        was = begins, max(1, int((last - first) * rate / own + Fraction(1, 2)))
        at = (
            source_range.start_time.rescaled_to(float(rate)).value,
            source_range.duration.rescaled_to(float(rate)),
        )
        if (round(at[0]), round(at[1].value)) == was:
            return first, last
    start = source_range.start_time
    media = item.media_reference
    if media is not None and media.available_range is not None:
        start = start - media.available_range.start_time
    first = round(start.rescaled_to(float(own)).value)
    if media is None or media.available_range is None:  # an EDL tells of the file's own timecode
        first -= _begins(draft) if first >= _begins(draft) else 0
    return first, first + max(1, round(source_range.duration.rescaled_to(float(own)).value))


def _name(item: Any) -> str:
    return str(getattr(item, "name", "") or "")


def _line(text: str) -> str:
    """A stranger's name in one line of text that can be kept."""
    return " ".join(UNKEEPABLE.sub(" ", text).split())[:200]
