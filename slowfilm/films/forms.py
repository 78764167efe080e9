"""The forms of films, places and invitations."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.accounts.models import User
from slowfilm.films.models import Film, Policy, Team
from slowfilm.films.roles import RIGHTS, May, Role
from slowfilm.ledger import Refused

EVERY_ROLE = Role.choices
NOT_A_NUMBER = ("invalid", "min_value", "max_value")  # what may be wrong with a number typed
APPROVING_ROLES = [(role.value, role.label) for role in Role if role in RIGHTS[May.MARK]]


@contextmanager
def refusal_on(form: forms.BaseForm) -> Iterator[None]:
    """Show a refused act as the form's own error."""
    try:
        yield
    except Refused as refused:
        form.add_error(None, str(refused.reason))


class Lines(forms.CharField):
    """A list of sentences, one a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, *, most: int, longest: int, **options: Any) -> None:
        super().__init__(**options)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > self.most:
            raise forms.ValidationError(_("At most %(most)s lines."), params={"most": self.most})
        for line in lines:
            if len(line) > self.longest:
                raise forms.ValidationError(
                    _("“%(start)s…” is too long: a line may have %(longest)s characters."),
                    params={"start": line[:30], "longest": self.longest},
                )
        return lines


class FilmForm(forms.Form):
    """What a film is called, why it is made, what will not be done."""

    title = forms.CharField(label=_("Title"), max_length=200)
    why = forms.CharField(
        label=_("Why this film"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What it is for, and for whom. It can be changed later."),
    )
    nevers = Lines(
        label=_("Nevers"),
        required=False,
        most=30,
        longest=300,
        help_text=_("What will not be done, one a line. They stand beside every brief."),
    )


class NewFilmForm(FilmForm):
    """A new film, in a team one leads or in a new one."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("A new team")
    )
    team_name = forms.CharField(
        label=_("Name of the team"),
        required=False,
        max_length=100,
        help_text=_("Those who make films together."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["title", "team", "team_name", "why", "nevers"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.initial.setdefault("key", uuid4())
        teams = teams_led(user)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Team.objects.filter(id__in=teams).order_by("name")
        self.initial.setdefault("team", field.queryset.first())
        if teams:
            self.fields["team_name"].help_text = _("Only for a new team.")
        else:
            del self.fields["team"]
            self.fields["team_name"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("team") or cleaned.get("team_name") or "team_name" in self.errors):
            self.add_error("team_name", _("The film needs a team. Give it a name."))
        return cleaned

    @property
    def film_id(self) -> UUID:
        """The new film's id: of one form of one person always the same, and never another's."""
        return uuid5(self.user.id, str(self.cleaned_data["key"] or uuid4()))

    def chosen_team(self) -> Team:
        """The team chosen, or a new one."""
        chosen: Team | None = self.cleaned_data.get("team")
        return chosen or Team.objects.create(name=self.cleaned_data["team_name"], founder=self.user)


def teams_led(user: User) -> list[Any]:
    """The ids of the teams a user founded, or for which they direct or produce a film."""
    leads = Q(
        films__members__user=user,
        films__members__removed_at__isnull=True,
        films__members__roles__overlap=list(RIGHTS[May.MANAGE]),
    )
    teams = Team.objects.filter(Q(founder=user) | leads)
    return list(teams.distinct().values_list("id", flat=True))


class YearForm(forms.Form):
    """The film of the year."""

    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1980,
        max_value=2200,
        error_messages=dict.fromkeys(NOT_A_NUMBER, _("Say a year from 1980 to 2200.")),
        help_text=_("Leave it empty to take the declaration back."),
    )
    opt_out = forms.CharField(
        label=_("Why a second film this year"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Only when the team has declared another film for the same year. "
            "The reason stays in the record."
        ),
    )

    @classmethod
    def of(cls, film: Film, data: Any = None) -> "YearForm":
        """The form as the film stands; a sketch is offered this year."""
        year = film.declared_year or timezone.localdate().year
        return cls(data, initial={"year": year, "opt_out": film.year_opt_out})


class PolicyForm(forms.Form):
    """What must be true before a shot is locked."""

    approving = forms.MultipleChoiceField(
        label=_("Who must approve"),
        choices=APPROVING_ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One approval of each role, of exactly the picture that is locked."),
    )
    waiting_days = forms.IntegerField(
        label=_("Days to wait after the last approval"),
        min_value=0,
        max_value=365,
        error_messages=dict.fromkeys(NOT_A_NUMBER, _("Say a number from 0 to 365.")),
        help_text=_("Time in which anybody may still change their mind."),
    )
    change_notes_closed = forms.BooleanField(
        label=_("Every note that asks for a change must be resolved"), required=False
    )
    in_order = forms.BooleanField(
        label=_("The roles approve one after another"),
        required=False,
        help_text=_("A role can approve once all before it have, and request changes before."),
    )

    hand_set_key = forms.BooleanField(
        label=_("Light is set by hand in every generated shot"),
        required=False,
        help_text=_("At one frame at least, and rendered."),
    )

    @classmethod
    def of(cls, policy: Policy, data: Any = None) -> "PolicyForm":
        """The form as the policy stands."""
        names = ["approving", "waiting_days", "change_notes_closed", "in_order", "hand_set_key"]
        form = cls(data, initial={name: getattr(policy, name) for name in names})
        form.order = list(policy.approving)
        return form

    order: list[str] = []  # in which the roles approve now

    def clean_approving(self) -> list[str]:
        """The roles chosen, those that were before in their order, new ones after them."""
        chosen: list[str] = self.cleaned_data["approving"]
        return [role for role in self.order if role in chosen] + [
            role for role in chosen if role not in self.order
        ]


class RolesForm(forms.Form):
    """A member's roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=EVERY_ROLE, widget=forms.CheckboxSelectMultiple
    )


class InvitationForm(RolesForm):
    """Whom to invite."""

    note = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=200,
        help_text=_("A name or a few words, so that you can tell the links apart."),
    )
    field_order = ["note", "roles"]
