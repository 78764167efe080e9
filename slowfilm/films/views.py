"""The pages of films: the list, founding one, its why and nevers, its year, its policy."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.accounts.models import User
from slowfilm.films import joining
from slowfilm.films.access import film_page
from slowfilm.films.actions import change_film, create_film, declare_year, set_policy
from slowfilm.films.events import Rules
from slowfilm.films.forms import FilmForm, NewFilmForm, PolicyForm, YearForm, refusal_on
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May, Role, role_names
from slowfilm.ledger import Refused


@login_required
def films(request: HttpRequest) -> HttpResponse:
    """The films one is on, the newest first."""
    assert isinstance(request.user, User)
    places = Member.objects.present().filter(user=request.user).select_related("film__team")
    context = {
        "places": places.order_by("-film__created_at"),
        "waiting": joining.waiting_for(request.user),
    }
    return render(request, "films/films.html", context)


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Make a film."""
    assert isinstance(request.user, User)
    form = NewFilmForm(request.POST or None, user=request.user)
    if form.is_valid():
        return redirect("film", _created(form))
    return render(request, "films/new.html", {"form": form})


def _created(form: NewFilmForm) -> UUID:
    """The film that a form makes, and its team if that is new: once, however often it is sent."""
    film_id, fields = form.film_id, form.cleaned_data
    try:
        with transaction.atomic():
            create_film(
                user=form.user,
                team=form.chosen_team(),
                title=fields["title"],
                why=fields["why"],
                nevers=fields["nevers"],
                film_id=film_id,
            )
    except IntegrityError:
        if not Film.objects.filter(id=film_id).exists():
            raise
    return film_id


@film_page(May.MANAGE)
def change(request: HttpRequest, member: Member) -> HttpResponse:
    """Title, why and nevers."""
    film = member.film
    stands = {"title": film.title, "why": film.why, "nevers": film.nevers}
    form = FilmForm(request.POST or None, initial=stands)
    if form.is_valid():
        with refusal_on(form):
            change_film(film_id=film.id, actor=member.actor, **form.cleaned_data)
            return redirect("film", film.id)
    return render(request, "films/change.html", {"film": film, "member": member, "form": form})


@film_page(May.MANAGE)
def year(request: HttpRequest, member: Member) -> HttpResponse:
    """The film of the year."""
    film = member.film
    form = YearForm.of(film, request.POST or None)
    if form.is_valid():
        with refusal_on(form):
            declare_year(film_id=film.id, actor=member.actor, **form.cleaned_data)
            return redirect("film", film.id)
    return render(request, "films/year.html", {"film": film, "member": member, "form": form})


@film_page()
def policy(request: HttpRequest, member: Member) -> HttpResponse:
    """What the film asks before a shot is locked. All may read it, managers change it."""
    film = member.film
    may_change = member.may(May.MANAGE)
    form = PolicyForm.of(film.policy, (request.POST or None) if may_change else None)
    if form.is_valid():
        with refusal_on(form):
            set_policy(film_id=film.id, actor=member.actor, **form.cleaned_data)
            messages.success(request, _("The approval rules are changed."))
            return redirect("policy", film.id)
    context = {"film": film, "member": member, "form": form, "may_change": may_change}
    context["order"] = [Role(role) for role in film.policy.approving]
    context["approving"] = role_names(film.policy.approving)
    context["missing"] = roles_nobody_has(member)
    return render(request, "films/policy.html", context)


@require_POST
@film_page(May.MANAGE)
def earlier(request: HttpRequest, member: Member) -> HttpResponse:
    """Let a role approve one place earlier."""
    policy, role = member.film.policy, request.POST.get("role", "")
    order = list(policy.approving)
    if role in order[1:]:
        at = order.index(role)
        order[at - 1], order[at] = order[at], order[at - 1]
        rules = {name: getattr(policy, name) for name in Rules.model_fields}
        try:
            set_policy(film_id=member.film_id, actor=member.actor, **rules | {"approving": order})
        except Refused as refused:
            messages.error(request, str(refused.reason))
    return redirect("policy", member.film_id)


def roles_nobody_has(member: Member) -> list[str]:
    """Names of the roles that must approve and that no member has."""
    present = Member.objects.present().filter(film=member.film)
    filled_roles = {role for roles in present.values_list("roles", flat=True) for role in roles}
    return role_names([role for role in member.film.policy.approving if role not in filled_roles])
