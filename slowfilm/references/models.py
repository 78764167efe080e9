"""Reference, Character, CharacterReference, Line."""

from fractions import Fraction
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slowfilm.people.models import Person
from slowfilm.storage import Blob


class Reference(models.Model):
    """A picture, video or sound, kept as it came, with its origin."""

    BROUGHT_BY = "added_by"  # whose quota its files count in
    FOR_MAKERS = ("original",)  # it may say where it was taken, and by whom

    class Kind(models.TextChoices):
        PICTURE = "picture", pgettext_lazy("kind of reference", "Picture")
        VIDEO = "video", _("Video")
        SOUND = "sound", _("Sound")

    class Medium(models.TextChoices):
        UNKNOWN = "", _("Not known")
        FILM_8 = "8mm", _("8 mm film")
        FILM_16 = "16mm", _("16 mm film")
        FILM_35 = "35mm", _("35 mm film")
        DV = "dv", _("DV tape")
        VHS = "vhs", _("VHS tape")
        BROADCAST = "broadcast", _("Broadcast")
        PHOTOGRAPH = "photograph", _("Photograph")
        DIGITAL = "digital", _("Digital camera")
        PHONE = "phone", _("Phone")
        FIELD = "field", _("Field recording")
        GENERATED = "generated", _("Generated")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="references")
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(max_length=10, choices=Kind.choices, default="")
    maker = models.CharField(_("maker"), max_length=200, blank=True)
    year = models.CharField(_("year"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    medium = models.CharField(_("medium"), max_length=20, choices=Medium.choices, blank=True)
    rights = models.TextField(_("rights"), blank=True)
    study = models.BooleanField(
        _("reference only: may be looked at, not used for generation"), default=False
    )
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)
    nobody_else_by = models.CharField(max_length=60, blank=True)  # said that nobody but those named
    nobody_else_at = models.DateTimeField(null=True)

    upload = models.UUIDField(null=True)  # the pieces it is made from, until it has an original
    original = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    proxy = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    poster = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    filmstrip = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    waveform = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)  # what the probe found

    class Meta:
        indexes = [models.Index(fields=["film", "added_at"], name="references_of_a_film")]

    def __str__(self) -> str:
        return self.name

    @property
    def ready(self) -> bool:
        """Whether it has been probed and can be looked at."""
        return self.original_id is not None

    @property
    def seconds(self) -> float | None:
        """How long a clip or sound is, by its probe; None for a picture."""
        if self.kind == Reference.Kind.PICTURE or "duration" not in self.facts:
            return None
        return float(Fraction(self.facts["duration"]))

    @property
    def carries(self) -> list[str]:
        """What its original tells of people, as codes of media/carried.py."""
        return list(self.facts.get("carries", ()))


class Character(models.Model):
    """A person at a period: 林遥（1998）. Its references are those of that period."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="characters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="characters")
    period = models.CharField(_("period"), max_length=40)
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person__name", "period"]
        constraints = [
            models.UniqueConstraint(fields=["person", "period"], name="a_self_is_there_once"),
            models.CheckConstraint(condition=~models.Q(period=""), name="a_character_has_a_period"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How a brief names them, after an @."""
        return f"{self.person.name}（{self.period}）"


class CharacterReference(models.Model):
    """A reference of a character, and what it is of them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    character = models.ForeignKey(Character, models.CASCADE, related_name="material")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="of_characters")
    role = models.CharField(max_length=20)  # one of references/roles.py
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["character", "reference", "role"], name="a_reference_is_of_a_self_once"
            )
        ]


class Line(models.Model):
    """Words that a character says, what they mean, and the take of recorded sound that says them.

    `dialect` names the one the words are in.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="lines")
    character = models.ForeignKey(Character, models.PROTECT, related_name="lines")
    words = models.TextField(_("words"), max_length=2000)
    dialect = models.CharField(_("dialect"), max_length=80, blank=True)
    translation = models.TextField(_("translation"), max_length=2000, blank=True)
    take = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="lines")
    start_ms = models.PositiveIntegerField(null=True)  # of the take, half-open
    end_ms = models.PositiveIntegerField(null=True)
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(  # until they are erased with the recording that says them
                condition=~models.Q(words="") | models.Q(take__isnull=False),
                name="a_line_has_words",
            ),
        ]
