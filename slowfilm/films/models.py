"""Team, Film, Member, Policy, Invitation."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.accounts.credentials import Credential
from slowfilm.accounts.models import User
from slowfilm.films.authority import MemberActor
from slowfilm.films.roles import RIGHTS, May, Role, role_names


class Team(models.Model):
    """Those who make films together."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    founder = models.ForeignKey(User, models.PROTECT, related_name="teams_founded")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Film(models.Model):
    """The work: its why, its nevers, and the year it is declared for."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="films")
    title = models.CharField(_("title"), max_length=200)
    why = models.TextField(_("why this film"), blank=True)
    nevers = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    rate = models.CharField(max_length=20, default="24")
    width = models.IntegerField(default=1280)
    height = models.IntegerField(default=720)
    declared_year = models.IntegerField(_("the film of the year"), null=True, blank=True)
    year_opt_out = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "declared_year"],
                condition=Q(declared_year__isnull=False, year_opt_out=""),
                name="one_film_a_team_and_year",
                violation_error_message=_(
                    "This team has already declared its film of that year. "
                    "A second one needs a reason in writing."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title


class TeamRequest(models.Model):
    """A film from an archive that is to be of a team: until its founder agrees it has its own."""

    film = models.OneToOneField(Film, models.CASCADE, primary_key=True, related_name="team_request")
    team = models.ForeignKey(Team, models.CASCADE, related_name="requests")
    asked_at = models.DateTimeField(default=timezone.now)


class Policy(models.Model):
    """What a film asks before it lets a shot be locked."""

    film = models.OneToOneField(Film, models.CASCADE, primary_key=True, related_name="policy")
    approving = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    in_order = models.BooleanField(default=False)  # each role only after those before it
    waiting_days = models.PositiveIntegerField(default=0)
    change_notes_closed = models.BooleanField(default=True)
    hand_set_key = models.BooleanField(default=False)


class MemberQuerySet(models.QuerySet["Member"]):
    """Which members."""

    def present(self) -> "MemberQuerySet":
        """Not removed."""
        return self.filter(removed_at__isnull=True)


class Member(models.Model):
    """A user's place on a film. Looking it up is the authorisation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    joined_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()
    credential: Credential | None = None  # by what they came, when they came by a page or script

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["film", "user"], name="one_place_a_user_and_film"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="a_member_has_a_role"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def actor(self) -> MemberActor:
        """Who the ledger says acted."""
        return MemberActor(self.id, self.credential)

    @property
    def role_names(self) -> list[str]:
        """The roles, in the reader's language."""
        return role_names(self.roles)

    def may(self, right: May) -> bool:
        """Whether any of the member's roles carries a right."""
        return not RIGHTS[right].isdisjoint(self.roles)

    @property
    def may_invite(self) -> bool:
        """Whether the member is on the film, with an open account, and manages it."""
        return self.removed_at is None and self.user.is_active and self.may(May.MANAGE)


class Invitation(models.Model):
    """A single-use link that expires. The link carries a signature of the id.

    It is worth no more than the right of who gave it, and ends with that.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        USED = "used", _("used")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("ended")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="invitations")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    note = models.CharField(max_length=200, blank=True)
    invited_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # when its giver was removed, or managed no more

    @property
    def role_names(self) -> list[str]:
        """The roles it gives, in the reader's language."""
        return role_names(self.roles)

    @property
    def state(self) -> State:
        """What the link is worth now."""
        if self.used_at is not None:
            return self.State.USED
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.ended_at is not None:
            return self.State.ENDED
        if self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.State.OPEN if self.invited_by.may_invite else self.State.ENDED
