"""Where somebody not yet known comes in: an invitation's link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from slowfilm.accounts.models import User
from slowfilm.films import invitations
from slowfilm.films.models import Invitation, Member
from slowfilm.films.signup import INVITED_BY, came_with
from slowfilm.ledger import Refused


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link offers. Whoever signs in or up because of it has said yes, and joins."""
    row = invitations.invitation_of(token)
    if row is None:
        raise Http404
    if row.state == Invitation.State.OPEN and not request.user.is_authenticated:
        came_with(request, INVITED_BY, token)
        return _page(request, row)
    came_for_this = request.session.pop(INVITED_BY, None) == token
    if isinstance(request.user, User) and _place(row, request.user):
        return redirect("film", row.film_id)
    if row.state != Invitation.State.OPEN:
        return _page(request, row, status=410)
    if isinstance(request.user, User) and invitations.is_older_than_removal(row, request.user):
        return _page(request, row, status=410, left=True)
    if request.method == "POST" or came_for_this:
        return _join(request, row)
    return _page(request, row)


def _place(row: Invitation, user: User) -> Member | None:
    return Member.objects.present().filter(film=row.film, user=user).first()


def _join(request: HttpRequest, row: Invitation) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        invitations.accept(film_id=row.film_id, user=request.user, invitation=row.id)
    except Refused:  # used, withdrawn or ended while we looked
        again = Invitation.objects.select_related("film__team", "invited_by__user").get(id=row.id)
        return _page(request, again, status=410)
    return redirect("film", row.film_id)


def _page(
    request: HttpRequest, row: Invitation, *, status: int = 200, left: bool = False
) -> HttpResponse:
    """`left`: whoever looks was on the film when this was written, and has left it since."""
    context = {"invitation": row, "left": left}
    return render(request, "films/invitation.html", context, status=status)
