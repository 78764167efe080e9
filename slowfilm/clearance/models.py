"""Sighting, Release, ReleaseLink: who is in what, and what they agreed to.

What follows a release, pictures shown first, questions, the steps of a withdrawal: after.py.
"""

import hashlib
from datetime import datetime
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from slowfilm.clearance.providers import name_of
from slowfilm.clearance.terms import Private, Terms, no_limits
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft
from slowfilm.storage import Blob


class Consent(models.TextChoices):
    """What a person may agree to."""

    LIKENESS = "likeness", _("Reference for a likeness")
    VOICE = "voice", _("Reference for a voice")
    SHOWN = "shown", _("Shown as it was recorded")
    ALTERED = "altered", _("Shown altered or generated")
    TRAINING = "training", _("Training an engine")


# What is asked where nothing else is said: training is never among it.
ASKED = [Consent.LIKENESS, Consent.VOICE, Consent.SHOWN, Consent.ALTERED]
OLDER = ("1", "2")  # versions of the text whose "shown" says: and as an engine made me


def sha256(text: str) -> str:
    """The hash by which a text is known, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class SightingQuerySet(models.QuerySet["Sighting"]):
    """Which sightings."""

    def standing(self) -> "SightingQuerySet":
        """Those that nothing said later has replaced."""
        return self.filter(ended_at__isnull=True)


class Sighting(models.Model):
    """That a person is seen or heard in a reference or a draft, as a member said."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="sightings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sightings")
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, related_name="sightings")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="sightings")
    seen = models.BooleanField()
    heard = models.BooleanField()
    act = models.UUIDField()  # the command that said it
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # when something else was said

    objects = SightingQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "person__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__isnull=False) ^ Q(draft__isnull=False),
                name="a_sighting_is_in_a_reference_or_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(seen=True) | Q(heard=True), name="a_sighting_is_seen_or_heard"
            ),
            models.UniqueConstraint(
                fields=["reference", "person"],
                condition=Q(ended_at__isnull=True, reference__isnull=False),
                name="a_person_is_named_once_in_a_reference",
            ),
            models.UniqueConstraint(
                fields=["draft", "person"],
                condition=Q(ended_at__isnull=True, draft__isnull=False),
                name="a_person_is_named_once_in_a_draft",
            ),
        ]


class ReleaseLink(models.Model):
    """A single-use link by which a person signs a release; then theirs, to look and withdraw.

    One without uses asks for nothing: it is lasting, for who has signed otherwise. Only the
    SHA-256 of its secret is kept, so it can be shown once, when it is made.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("release link", "Open")
        LASTING = "lasting", pgettext_lazy("release link", "Theirs")
        SIGNED = "signed", pgettext_lazy("release link", "Signed")
        REVOKED = "revoked", pgettext_lazy("release link", "Revoked")
        EXPIRED = "expired", pgettext_lazy("release link", "Expired")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="release_links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="release_links")
    digest = models.CharField(max_length=64, unique=True)
    uses = ArrayField(models.CharField(max_length=20, choices=Consent.choices))  # asked for
    providers = ArrayField(models.CharField(max_length=80), default=list)  # asked for
    language = models.CharField(max_length=10)
    ends_at = models.DateTimeField(null=True)  # of the release that is asked for
    terms = models.JSONField(default=no_limits)  # see terms.Terms
    private = models.JSONField(default=dict)  # see terms.Private
    supersedes = models.ForeignKey("slowfilm.Release", models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    @property
    def state(self) -> State:
        """What the link is worth now."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.signed_at is not None:
            return self.State.SIGNED
        if not self.uses:
            return self.State.LASTING
        return self.State.EXPIRED if self.expires_at <= timezone.now() else self.State.OPEN


class Release(models.Model):
    """What a person agreed to, in the very words that they were shown.

    Only its withdrawal ever changes, and what takes its place. Without `ends_at` it ends on notice.
    """

    FOR_CLEARERS = ("paper",)

    class State(models.TextChoices):
        LIVE = "live", pgettext_lazy("release", "In force")
        WITHDRAWN = "withdrawn", pgettext_lazy("release", "Withdrawn")
        ENDED = "ended", pgettext_lazy("release", "Ended")
        NOT_BEGUN = "not-begun", pgettext_lazy("release", "Not in force yet")
        SUPERSEDED = "superseded", pgettext_lazy("release", "Replaced by another")
        ALTERED = "altered", pgettext_lazy("release", "Altered after signing")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey("slowfilm.Film", models.CASCADE, related_name="releases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="releases")
    link = models.OneToOneField(ReleaseLink, models.PROTECT, null=True, related_name="release")
    uses = ArrayField(models.CharField(max_length=20, choices=Consent.choices))
    providers = ArrayField(models.CharField(max_length=80), default=list)  # who may be sent it
    language = models.CharField(max_length=10)
    text_version = models.CharField(max_length=20)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=200)
    given_by = models.CharField(max_length=60)
    signed_at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    terms = models.JSONField(default=no_limits)  # see terms.Terms
    private = models.JSONField(default=dict)  # see terms.Private
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # its photo
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="supersedes")
    withdrawn_uses = ArrayField(models.CharField(max_length=20), default=list)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.CheckConstraint(condition=Q(uses__len__gt=0), name="a_release_has_a_use"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="a_release_ends_after_it_starts",
            ),
        ]

    def state_at(self, moment: datetime) -> State:
        """What it is worth at a moment; its text is hashed anew."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if sha256(self.text) != self.text_hash:
            return self.State.ALTERED
        if self.superseded_by_id is not None:
            return self.State.SUPERSEDED
        if self.ends_at is not None and self.ends_at <= moment:
            return self.State.ENDED
        return self.State.NOT_BEGUN if moment < self.starts_at else self.State.LIVE

    @property
    def state(self) -> State:
        """What it is worth now."""
        return self.state_at(timezone.now())

    @property
    def limits(self) -> Terms:
        """What limits it besides uses, providers and term."""
        return Terms.model_validate(self.terms)

    @property
    def details(self) -> Private:
        """What only who may clear sees, and the person."""
        return Private.model_validate(self.private)

    @property
    def given(self) -> list[str]:
        """The uses that were signed for, taken back or not."""
        older = self.text_version in OLDER and Consent.SHOWN in self.uses and len(self.uses) > 1
        return [*self.uses, Consent.ALTERED] if older else list(self.uses)

    @property
    def granted(self) -> list[str]:
        """The uses that were given and not taken back."""
        return [use for use in self.given if use not in self.withdrawn_uses]

    @property
    def use_names(self) -> list[str]:
        """What it allows, in the reader's language."""
        return [str(Consent(use).label) for use in self.granted or self.uses]

    @property
    def provider_names(self) -> list[str]:
        """To whom it may be sent, in the reader's language."""
        return [name_of(provider) for provider in self.providers]
