"""Why a file could not be taken in: a code of the workers becomes a sentence for people."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty."),
    "not-media": _("This is not a picture, clip or sound that Slowfilm knows."),
    "truncated": _("The file breaks off before its end. Upload a whole copy."),
    "joined": _(
        "Several files are joined in this one, and only the first can be read. "
        "Upload each on its own, or join them in an editing program."
    ),
    "too-many-pixels": _("The picture has more pixels than can be opened safely."),
    "too-long": _("The clip is too long."),
    "no-picture": _("No picture could be found in it."),
    "no-sound": _("No sound could be found in it."),
    "out-of-memory": _("Reading it took more memory than one file may take."),
    "out-of-time": _("Reading it took longer than one file may take."),
    "cancelled": _("The work on it was stopped."),
    "disk-full": _("The disk is full. Make room, then try again: the file is kept."),
    "unreadable": _("The file is damaged, or of a kind that can't be read."),
    "worker-lost": _("The worker was lost twice while reading it."),
    "original-lost": _("The original is missing from the studio's store."),
    "not-strippable": _(
        "A file of this kind can't be cleaned without changing its picture or sound. "
        "Clean it on your own device, then bring it in again."
    ),
    "other-length": _(
        "That track is longer or shorter than what is used now, or has another frame rate. "
        "What lies on this reference would lie elsewhere: upload the file once more instead."
    ),
    "resting": _("Somebody in it has withdrawn: it stays as it is."),
    "pieces-lost": _("Part of the file is not here any more. Bring it in again."),
    "stopped": _("It was stopped: what it uses is to be erased."),
    "erased": _("It was erased, at the demand of somebody in it."),
    "broken": _("Something went wrong on our side. Try again; if it stays so, tell your engineer."),
}

# Where the numbers are known they are said.
EXACT = {
    "too-many-pixels": _(
        "The picture has %(width)s × %(height)s pixels, more than can be opened safely."
    ),
    "too-long": _("The clip lasts %(seconds)s seconds; %(limit)s are the most."),
}


# What a file may tell of people: the codes of media/carried.py.
CARRIED = {
    "position": _("GPS position"),
    "people": _("names of people"),
    "serial": _("camera serial number"),
    "owner": _("name of the owner or maker"),
    "telemetry": _("data recorded along the clip, which may hold positions"),
    "notes": _("the camera's own notes"),
    "time": _("time of the recording"),
    "device": _("camera or phone model"),
    "software": _("software"),
    "comment": _("title or comment"),
    "preview": _("embedded preview"),
    "trailer": _("further data behind the picture"),
    "other": _("other notes"),
}
# What a card speaks of too: where somebody was, and who.
TELLING = {"position", "people", "serial", "owner", "telemetry"}


def carried(codes: Iterable[str]) -> str:
    """What a file carries, as one list in words."""
    return gettext(", ").join(str(CARRIED.get(code, CARRIED["other"])) for code in codes)


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What to tell a person, in their language."""
    if code in EXACT:
        try:
            return str(EXACT[code]) % facts
        except KeyError:  # this time the numbers are not known
            pass
    return str(SENTENCES.get(code, SENTENCES["broken"]))


TRANSCRIPTS = {
    "no-text": _("This is no text that can be read."),
    "too-long": _("The transcript is too long."),
    "no-cues": _("There is nothing said in it."),
    "too-many": _("There are more than 500 lines in it."),
    "no-times": _("Line %(line)s: the times are missing, such as 00:01,500 --> 00:04,000."),
    "bad-times": _("Line %(line)s: times read 00:01,500 --> 00:04,000."),
    "backwards": _("Line %(line)s: it must end after it begins."),
}


def of_transcript(code: str, line: int) -> str:
    """Why a transcript can't be read."""
    return str(TRANSCRIPTS[code]) % {"line": line}
