"""The gate's page: its three forms, and how it says that something is refused."""

import pytest
from django.test import Client

from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.models import Approval
from slowfilm.films.models import Film, Policy
from slowfilm.shots.models import Shot
from tests import make
from tests.approvals.test_lock import put_forward


@pytest.fixture
def shot(film: Film) -> Shot:
    """A shot that only the director's yes keeps from being locked."""
    Policy.objects.filter(film=film).update(approving=["director"], waiting_days=0)
    shot, _draft = put_forward(film)
    return shot


def press(client: Client, shot: Shot, act: str, **fields: str) -> str:
    """Send one of the gate's forms; what the page says then."""
    assert shot.selected is not None
    address = f"/films/{shot.film_id}/shots/{shot.id}/{act}/"
    told = {"digest": shot_digest(shot.selected), "role": "director", **fields}
    return client.post(address, told, follow=True).content.decode()


@pytest.mark.slow
def test_a_yes_is_said_taken_back_said_again_and_locked(shot: Shot, client: Client) -> None:
    client.force_login(make.director(shot.film).user)
    assert "The grain may stay." in press(client, shot, "approve", remark=" The grain may stay. ")
    assert "not yet approved" in press(client, shot, "withdraw")
    assert "Locked on" not in press(client, shot, "lock", asked="yes")
    press(client, shot, "approve")
    assert "Locked on" in press(client, shot, "lock", asked="yes")
    assert "Nothing in it can change any more." in press(client, shot, "withdraw")


def test_a_yes_to_what_has_changed_is_refused_on_the_page(shot: Shot, client: Client) -> None:
    client.force_login(make.director(shot.film).user)
    assert "It has changed since you looked." in press(client, shot, "approve", digest="0" * 64)
    assert "not yet approved" in press(client, shot, "lock", asked="yes")


def test_a_lock_is_asked_about_even_without_the_pages_script(shot: Shot, client: Client) -> None:
    client.force_login(make.director(shot.film).user)
    press(client, shot, "approve")
    said = press(client, shot, "lock")
    assert "can then never be changed, by anyone" in said and 'name="asked"' in said
    shot.refresh_from_db()
    assert shot.locked_at is None


@pytest.mark.parametrize("field", ["remark", "role"])
def test_a_text_that_cannot_be_kept_is_said_on_the_page(
    shot: Shot, client: Client, field: str
) -> None:
    client.force_login(make.director(shot.film).user)
    page = press(client, shot, "approve", **{field: "a\0b"})
    assert f"{field}: it holds a character that is no text (U+0000, at position 2)." in page
    assert not Approval.objects.exists()
