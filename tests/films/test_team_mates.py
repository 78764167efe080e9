"""Who is offered when somebody is invited: whom one knows from the team's other films."""

import pytest
from django.test import Client

from slowfilm.films import actions
from slowfilm.films.models import Film, Member
from tests import make


@pytest.fixture
def known(film: Film) -> Member:
    """A cinematographer on another film of the same team and director."""
    director = make.director(film)
    other = actions.create_film(user=director.user, team=film.team, title="The Roof")
    return make.member(other, "cinematographer", "sound", name="Zhou Yan")


def test_a_member_of_the_team_is_offered_with_their_roles(
    film: Film, known: Member, client: Client
) -> None:
    client.force_login(make.director(film).user)
    address = f"/films/{film.id}/invitations/"
    assert f"?mate={known.id}" in client.get(address).content.decode()
    form = client.get(address, {"mate": str(known.id)}).context["form"]
    assert form.initial == {"note": "Zhou Yan", "roles": ["cinematographer", "sound"]}
    actions.join(film=film, user=known.user, roles=["viewer"])
    assert "?mate=" not in client.get(address).content.decode()


def test_nobody_learns_of_a_film_they_are_not_on(film: Film, known: Member, client: Client) -> None:
    producer = make.member(film, "producer")
    client.force_login(producer.user)
    page = client.get(f"/films/{film.id}/invitations/", {"mate": str(known.id)})
    assert "Zhou Yan" not in page.content.decode()
    assert page.context["form"].initial == {}
