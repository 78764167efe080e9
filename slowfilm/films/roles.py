"""What each role may do. One table, so that nobody has to search for it."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A member's part on a film; one member may have several."""

    DIRECTOR = "director", _("Director")
    CINEMATOGRAPHER = "cinematographer", _("Cinematographer")
    EDITOR = "editor", _("Editor")
    SOUND = "sound", _("Sound")
    PERFORMER = "performer", _("Performer")
    PRODUCER = "producer", _("Producer")
    CLEARANCE = "clearance", _("Clearance")
    ENGINEER = "engineer", _("Engineer")
    VIEWER = "viewer", _("Viewer")


def role_names(roles: list[str]) -> list[str]:
    """What roles are called in the reader's language."""
    return [str(Role(role).label) for role in roles]


class May(StrEnum):
    """The rights there are."""

    LOOK = "look"
    MARK = "mark"  # ink, notes, approvals of one's own role
    MAKE = "make"  # references, scenes, shots, briefs, drafts
    CLEAR = "clear"  # say who is in a reference
    LIGHT = "light"  # set the light of a draft by hand
    MANAGE = "manage"  # members, policy, the film's why and nevers
    LOCK = "lock"


_EVERYONE = frozenset(Role)
_MAKERS = _EVERYONE - {Role.VIEWER}
RIGHTS: dict[May, frozenset[Role]] = {
    May.LOOK: _EVERYONE,
    May.MARK: _MAKERS,
    May.MAKE: _MAKERS - {Role.PERFORMER},
    May.CLEAR: frozenset({Role.DIRECTOR, Role.PRODUCER, Role.CLEARANCE, Role.EDITOR}),
    May.LIGHT: frozenset({Role.DIRECTOR, Role.CINEMATOGRAPHER}),
    May.MANAGE: frozenset({Role.DIRECTOR, Role.PRODUCER}),
    May.LOCK: frozenset({Role.DIRECTOR, Role.PRODUCER}),
}
