"""What a reference may be for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from slowfilm.references.models import Reference

Kind = Reference.Kind


class Role(TextChoices):
    """What a cited reference is for."""

    SUBJECT = "subject", _("Subject")
    STYLE = "style", _("Style")
    MOTION = "motion", _("Motion")
    CAMERA = "camera", _("Camera")
    PLACE = "place", _("Place")
    PLATE = "plate", _("Plate")
    VOICE = "voice", _("Voice")
    AMBIENCE = "ambience", _("Ambience")
    MUSIC = "music", _("Music")
    FIRST_FRAME = "first-frame", _("First frame")
    LAST_FRAME = "last-frame", _("Last frame")
    KEYFRAME = "keyframe", _("Keyframe")
    DRIVING = "driving", _("Driving performance")
    VERBATIM = "verbatim", _("Performance kept as it is")
    KEPT_VOICE = "kept-voice", _("Voice kept as it is")
    COMPOSITION = "composition", _("Composition sketch")
    SCREEN = "screen", _("On a screen")


_SEEN = (Role.SUBJECT, Role.PLACE, Role.STYLE, Role.CAMERA, Role.PLATE, Role.SCREEN)
_MET = (Role.FIRST_FRAME, Role.LAST_FRAME, Role.KEYFRAME)
_PERFORMED = (Role.MOTION, Role.DRIVING, Role.VERBATIM)
_HEARD = (Role.AMBIENCE, Role.VOICE, Role.KEPT_VOICE, Role.MUSIC)
ROLES: dict[str, tuple[Role, ...]] = {
    Kind.PICTURE: (*_SEEN, *_MET, Role.COMPOSITION),
    Kind.VIDEO: (*_SEEN, *_PERFORMED, *_HEARD),
    Kind.SOUND: _HEARD,
}
# What a reference may be of a character.
OF_A_CHARACTER: dict[str, tuple[Role, ...]] = {
    Kind.PICTURE: (Role.SUBJECT, Role.STYLE),
    Kind.VIDEO: (Role.SUBJECT, *_PERFORMED, Role.VOICE, Role.KEPT_VOICE),
    Kind.SOUND: (Role.VOICE, Role.KEPT_VOICE),
}
