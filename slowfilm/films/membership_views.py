"""The pages of members and invitations, for those who are on the film."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowfilm.films import claims, invitations, memberships
from slowfilm.films.access import film_page
from slowfilm.films.forms import InvitationForm, RolesForm, refusal_on
from slowfilm.films.models import Invitation, Member
from slowfilm.films.roles import May
from slowfilm.films.team_mates import team_mates
from slowfilm.ledger import Refused
from slowfilm.moment import one_moment


@film_page()
def members(request: HttpRequest, member: Member) -> HttpResponse:
    """Who is on the film, and who has been invited."""
    return _shown(request, member)


@one_moment()
def _shown(request: HttpRequest, member: Member, *, asking: bool = False) -> HttpResponse:
    film = member.film
    present = Member.objects.present().filter(film=film).select_related("user")
    may_manage = member.may(May.MANAGE)
    context = {
        "film": film,
        "member": member,
        "members": present.order_by("joined_at"),
        "may_manage": may_manage,
        "invitations": invitations_of(request, member) if may_manage else [],
        "unclaimed": unclaimed_of(request, member) if may_manage else [],
        "asking": asking,
    }
    return render(request, "films/members.html", context)


def unclaimed_of(request: HttpRequest, member: Member) -> list[tuple[Member, str]]:
    """Who came with an archive and has not claimed their place, each with the link to send."""
    places = claims.unclaimed(member.film)
    return [(place, request.build_absolute_uri(claims.link_of(place.user))) for place in places]


def invitations_of(request: HttpRequest, member: Member) -> list[tuple[Invitation, str]]:
    """The film's invitations, open ones with their whole link first, then the newest."""
    rows = Invitation.objects.filter(film=member.film).select_related(
        "invited_by__user", "used_by__user"
    )
    newest = [(row, link_of(request, row)) for row in rows.order_by("-created_at")]
    return sorted(newest, key=lambda pair: not pair[1])


def link_of(request: HttpRequest, invitation: Invitation) -> str:
    """What to send to the person; empty when it would lead nowhere."""
    if invitation.state != Invitation.State.OPEN:
        return ""
    path = reverse("invitation", args=[invitations.token_of(invitation)])
    return request.build_absolute_uri(path)


@film_page(May.MANAGE)
def roles(request: HttpRequest, member: Member, member_id: UUID) -> HttpResponse:
    """One member's roles."""
    film = member.film
    place = Member.objects.present().filter(film=film, id=member_id).first()
    if place is None:
        raise Http404
    form = RolesForm(request.POST or None, initial={"roles": place.roles})
    if form.is_valid():
        with refusal_on(form):
            memberships.set_roles(
                film_id=film.id,
                actor=member.actor,
                member=place.id,
                roles=form.cleaned_data["roles"],
            )
            return redirect("members", film.id)
    context = {"film": film, "member": member, "place": place, "form": form}
    return render(request, "films/roles.html", context)


@film_page(May.MANAGE)
@require_POST
def remove(request: HttpRequest, member: Member, member_id: UUID) -> HttpResponse:
    """Take a member off the film."""
    try:
        memberships.remove(film_id=member.film_id, actor=member.actor, member=member_id)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("members", member.film_id)


@film_page()
@require_POST
def leave(request: HttpRequest, member: Member) -> HttpResponse:
    """Take oneself off the film, once that was asked: by the page's script, or from here."""
    if request.POST.get("asked") != "yes":
        question = _("Leave this film? To come back, you will need a new invitation.")
        messages.warning(request, question)
        return _shown(request, member, asking=True)
    try:
        memberships.leave(film_id=member.film_id, actor=member.actor)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("members", member.film_id)
    messages.success(request, _("You have left “%(film)s”.") % {"film": member.film})
    return redirect("films")


@film_page(May.MANAGE)
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Make an invitation."""
    film = member.film
    mates = team_mates(member)
    chosen = next((mate for mate in mates if str(mate.id) == request.GET.get("mate")), None)
    initial = {"note": str(chosen), "roles": chosen.roles} if chosen else None
    form = InvitationForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusal_on(form):
            invitations.invite(film_id=film.id, actor=member.actor, **form.cleaned_data)
            return redirect(reverse("members", args=[film.id]) + "#invitations")
    context = {"film": film, "member": member, "form": form, "mates": mates, "chosen": chosen}
    return render(request, "films/invite.html", context)


@film_page(May.MANAGE)
@require_POST
def withdraw(request: HttpRequest, member: Member, invitation_id: UUID) -> HttpResponse:
    """Make an invitation worthless."""
    try:
        invitations.withdraw(film_id=member.film_id, actor=member.actor, invitation=invitation_id)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect(reverse("members", args=[member.film_id]) + "#invitations")
