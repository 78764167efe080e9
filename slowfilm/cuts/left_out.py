"""What of an editing program's file was not understood, as sentences in the reader's language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _


def sentence(code: str, name: str) -> str:
    """One thing that was left out or changed."""
    texts = {
        "track": _("Picture track %(name)s: only the first is taken."),
        "not-ours": _("%(name)s is not of this film, and is left out."),
        "last-transition": _("The transition at the end is left out."),
        "effects": _("%(name)s: its effects are left out."),
        "markers": _("%(name)s: its markers are left out."),
        "frames": _("%(name)s: it asks for frames that the draft has not."),
        "transition": _(
            "%(name)s: the transition before it is of an unknown kind, and became a cut."
        ),
        "short-dissolve": _("A dissolve was shortened: the draft before it has too few frames."),
        "sound": _("%(name)s: this sound is left out."),
    }
    return texts[code] % {"name": name or _("A gap")}


def sentences(left_out: Iterable[Sequence[str]]) -> list[str]:
    """All of it, each sentence once."""
    return list(dict.fromkeys(sentence(code, name) for code, name in left_out))
