"""The tracks of a reference's file on its page: which are used, and what may be chosen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.jobs.models import Job
from slowfilm.references.models import Reference
from slowfilm.references.sentences import sentence
from slowfilm.references.tracks import CHOOSE, unlisted

PAIRS = 32  # of channels that are offered


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen: its value in the form, its words, and whether it is used."""

    value: str
    text: str
    used: bool


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """What a file holds, in words, and the fields of the form.

    `under_way`: another choice is being prepared; `why_not`: why the last one could not be.
    `unlisted`: nothing is known of its tracks, as it was prepared before they were listed.
    """

    sentences: list[str]
    pictures: list[Option]
    sounds: list[Option]
    channels: list[Option]
    under_way: bool
    why_not: str
    unlisted: bool = False


def track_choice(reference: Reference) -> TrackChoice | None:
    """None where there is nothing to choose, or nothing is known of the tracks."""
    tracks, used = reference.facts.get("tracks", ()), reference.facts.get("used")
    sounds = [track for track in tracks if track["type"] == "audio"]
    pictures = [track for track in tracks if track["type"] == "video"]
    few = len(pictures) < 2 and len(sounds) < 2 and all(sound["channels"] < 2 for sound in sounds)
    if few and not unlisted(reference):
        return None
    job = Job.objects.filter(kind=CHOOSE.name, subject=reference.id).order_by("-queued_at").first()
    failed = job is not None and job.state == Job.State.FAILED
    under_way = job is not None and not job.ended
    why_not = sentence(job.error, job.facts) if job and failed else ""
    if not used:
        return TrackChoice([], [], [], [], under_way, why_not, unlisted=True)
    return TrackChoice(
        _sentences(pictures, sounds, used),
        [_option(track, at, track["index"] == used["picture"]) for at, track in _counted(pictures)],
        [_option(track, at, track["index"] in used["sounds"]) for at, track in _counted(sounds)],
        _channels(sounds, used),
        under_way,
        why_not,
    )


def used_of_many(facts: dict[str, Any], *, titles: bool) -> list[str]:
    """Of a draft made elsewhere: which of its file's several pictures or sounds are used.

    And what else the file had: it is not kept, so that others can't be chosen. `titles`: with the
    names of its tracks, which may tell of people.
    """
    tracks, used = facts.get("tracks") or (), facts.get("used")
    sounds = [track for track in tracks if track["type"] == "audio"]
    pictures = [track for track in tracks if track["type"] == "video"]
    many = len(pictures) > 1 or len(sounds) > 1 or any(sound["channels"] > 2 for sound in sounds)
    if not used or not many:
        return []
    taken = {used["picture"], *used["sounds"]}
    others = [
        _option(each if titles else {**each, "title": ""}, at, False).text
        for at, each in (*_counted(pictures), *_counted(sounds))
        if each["index"] not in taken
    ]
    told = _sentences(pictures, sounds, used)
    if others:
        told.append(_("Also in the file: %(tracks)s.") % {"tracks": _(", ").join(others)})
    told.append(
        _(
            "The file itself is not kept. To use something else of it, upload it again with only "
            "that, or as a reference, where tracks and channels can be chosen."
        )
    )
    return told


def _counted(tracks: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(tracks, 1))


def _sentences(
    pictures: list[dict[str, Any]], sounds: list[dict[str, Any]], used: dict[str, Any]
) -> list[str]:
    """How many there are and which of them are used."""
    sentences = []
    if len(pictures) > 1:
        at = next((at for at, track in _counted(pictures) if track["index"] == used["picture"]), 1)
        sentences.append(
            _("%(count)s pictures; number %(at)s is used.") % {"count": len(pictures), "at": at}
        )
    heard = [at for at, track in _counted(sounds) if track["index"] in used["sounds"]]
    if len(sounds) > 1:
        numbers = _(", ").join(map(str, heard))
        message = ngettext(
            "%(count)s sounds; number %(at)s is used.",
            "%(count)s sounds; numbers %(at)s are used, mixed.",
            len(heard),
        )
        sentences.append(message % {"count": len(sounds), "at": numbers})
    if used["channels"]:
        heard_names = [_channel(sounds, used, channel) for channel in used["channels"]]
        sentences.append(_("Heard of it: %(channels)s.") % {"channels": _(", ").join(heard_names)})
    elif (count := sum(track["channels"] for track in _used(sounds, used))) > 1:
        message = ngettext(
            "%(count)s channel is heard.", "All %(count)s channels are heard.", count
        )
        sentences.append(message % {"count": count})
    return sentences


def _used(sounds: list[dict[str, Any]], used: dict[str, Any]) -> list[dict[str, Any]]:
    return [sound for sound in sounds if sound["index"] in used["sounds"]]


def _option(track: dict[str, Any], at: int, used: bool) -> Option:
    parts = [track["codec"].upper(), track["language"], track["title"]]
    if track["type"] == "video":
        parts.append(f"{track['width']} × {track['height']}")
    else:
        count = track["channels"]
        parts.append(ngettext("%(n)s channel", "%(n)s channels", count) % {"n": count})
    if track.get("program"):
        parts.append(_("programme %(number)s") % {"number": track["program"]})
    if track["default"]:
        parts.append(_("the file's default"))
    return Option(str(track["index"]), f"{at}: " + " · ".join(filter(None, parts)), used)


def _channels(sounds: list[dict[str, Any]], used: dict[str, Any]) -> list[Option]:
    """All mixed, each by itself, and each pair of neighbours, of the one sound that is used."""
    heard = _used(sounds, used)
    if len(heard) != 1 or heard[0]["channels"] < 2:
        return []
    count, now = heard[0]["channels"], used["channels"]
    options = [Option("", _("All, mixed"), not now)]
    options += [Option(str(at), _channel(sounds, used, at), now == [at]) for at in range(count)]
    for left in range(0, min(count - 1, 2 * PAIRS), 2):
        names = [_channel(sounds, used, at) for at in (left, left + 1)]
        pair = _("%(left)s left, %(right)s right") % {"left": names[0], "right": names[1]}
        options.append(Option(f"{left}-{left + 1}", pair, now == [left, left + 1]))
    return options


def _channel(sounds: list[dict[str, Any]], used: dict[str, Any], at: int) -> str:
    """A channel's name: the recorder's beside its number."""
    heard = _used(sounds, used)
    names = heard[0]["channel_names"] if heard else []
    name = names[at] if at < len(names) else ""
    number = _("channel %(number)s") % {"number": at + 1}
    return f"{number} ({name})" if name else number
