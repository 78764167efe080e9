"""Why a file could not be taken in: a code of the workers becomes a sentence for people."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty."),
    "not-media": _("This is not a picture, clip or sound that Slowfilm knows."),
    "truncated": _("The file breaks off before its end. Bring in a whole copy."),
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
    "pieces-lost": _("Part of the file is not here any more. Bring it in again."),
    "broken": _("Something went wrong on our side. Try again; if it stays so, tell your engineer."),
}

# Where the numbers are known they are said.
EXACT = {
    "too-many-pixels": _(
        "The picture has %(width)s × %(height)s pixels, more than can be opened safely."
    ),
    "too-long": _("The clip lasts %(seconds)s seconds; %(limit)s are the most."),
}


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """What to tell a person, in their language."""
    if code in EXACT:
        try:
            return str(EXACT[code]) % facts
        except KeyError:  # this time the numbers are not known
            pass
    return str(SENTENCES.get(code, SENTENCES["broken"]))
