"""What keeps a performer's anchor needs their own yes, and nobody else's will do."""

from typing import Any

import pytest
from django.test import Client

from slowfilm.approvals import actions
from slowfilm.approvals.awaited import progress_of
from slowfilm.approvals.gate import gate
from slowfilm.approvals.subjects import of_shot
from slowfilm.films import memberships
from slowfilm.films.models import Film, Member, Policy
from slowfilm.inbox.found import unread
from slowfilm.inbox.items import requests_of
from slowfilm.ledger import Refused
from slowfilm.people.models import Person
from slowfilm.shots.make import Source
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.approvals.test_lock import about, ask_for_changes, by, lock, put_forward, say_yes


class Kept:
    """A draft that keeps Lin's performance, selected; Lin and Bo are performers of the film."""

    def __init__(self, film: Film, role: str = "verbatim", **how: Any) -> None:
        self.film = film
        self.lin, self.bo = (make.member(film, "performer", name=name) for name in ("Lin", "Bo"))
        self.person = make.person(film, "Lin Yao", member=self.lin)
        make.release(self.person)
        self.clip = performance(film, self.person, **how)
        cited = [Source(role, tag, self.clip.id) for tag in ("Video1", "Video2")]
        self.shot, self.draft = put_forward(film, sources=cited)

    def say(self, member: Member, act: Any = actions.approve, **fields: Any) -> None:
        self.shot.refresh_from_db()
        act(**by(self.film, member), **about(self.shot), role="performer", **fields)

    def missing(self) -> list[str]:
        self.shot.refresh_from_db()
        return [each.sentence for each in gate(self.shot).missing]

    def awaited(self) -> list[Member]:
        found = progress_of(self.film, [of_shot(self.shot)])[self.shot.id].awaited
        return [member for each in found for member in each.members]


def performance(film: Film, *people: Person, heard: bool = False) -> Any:
    """A clip with these people in it."""
    clip = make.reference(
        film, "video", make.blob(film), {}, proxy=make.blob(film), nobody=not people
    )
    if people:
        make.name(clip, *([] if heard else people), heard=people if heard else [])
    return clip


@pytest.fixture
def kept(film: Film) -> Kept:
    return Kept(film)


def refused(act: Any) -> str:
    with pytest.raises(Refused) as found:
        act()
    return found.value.code


def test_the_performer_says_yes_and_nobody_for_them(kept: Kept) -> None:
    assert refused(lambda: kept.say(kept.bo)) == "not-your-performance"
    assert refused(lambda: kept.say(make.director(kept.film))) == "not-your-role"
    say_yes(kept.film, kept.shot)
    with pytest.raises(Refused) as found:
        lock(kept.film, kept.shot)
    assert "Lin Yao has not yet approved it" in str(found.value.reason)
    assert "@Video1" in str(found.value.reason)
    kept.say(kept.lin)
    assert refused(lambda: kept.say(kept.lin)) == "said-already"
    assert kept.missing() == []
    lock(kept.film, kept.shot)


def test_each_of_two_performers_says_their_own(kept: Kept) -> None:
    zhou = make.member(kept.film, "performer", name="Zhou")
    other = make.person(kept.film, "Zhou", member=zhou)
    make.release(other)
    clip = performance(kept.film, other, heard=True)
    sources = [
        Source("driving", "Video1", kept.clip.id),
        Source("kept-voice", "Audio1", clip.id),
    ]
    kept.shot, kept.draft = put_forward(kept.film, sources=sources)
    say_yes(kept.film, kept.shot)
    kept.say(kept.lin)
    (said,) = kept.missing()
    assert said.startswith("Zhou has not yet approved it") and "@Audio1" in said
    kept.say(zhou, actions.request_changes, reason="It is not my breath.")
    assert kept.missing() == [f"Performer: Zhou requested changes to {kept.draft.name}."]
    kept.say(zhou)
    assert kept.missing() == []
    actions.withdraw(**by(kept.film, zhou), shot=kept.shot.id, role="performer")
    assert len(kept.missing()) == 1, "the other's yes stands"


def test_what_light_made_of_it_is_theirs_too(kept: Kept) -> None:
    lit = make.draft(
        kept.film,
        kept.shot,
        sources=[Source("light", earlier=kept.draft.id)],
        nobody_declared_by="system",
    )
    with make.past_the_guards():
        Draft.objects.filter(id=lit.id).update(origin="relit")
        Shot.objects.filter(id=kept.shot.id).update(selected=lit)
    assert "Lin Yao has not yet approved it" in " ".join(kept.missing())


def test_who_is_not_on_the_film_is_asked_for_by_name(kept: Kept) -> None:
    memberships.remove(**by(kept.film), member=kept.lin.id)
    say_yes(kept.film, kept.shot)
    (said,) = [each for each in gate(kept.shot).missing if each.role == "performer"]
    assert said.sentence.startswith("Lin Yao must approve it") and said.who == []
    assert said.mend == f"/films/{kept.film.id}/members/"


def test_who_never_was_a_member_has_said_it_in_their_release(film: Film) -> None:
    """An archive's voice, or one whose heirs signed: nobody could ever approve for them."""
    clip = performance(film, make.person(film, "Of the archive"), heard=True)
    shot, _draft = put_forward(film, sources=[Source("kept-voice", "Audio1", clip.id)])
    missing = gate(shot).missing
    assert "Of the archive" in " ".join(each.whole for each in missing), "the release is asked for"
    assert not [each for each in missing if each.role == "performer"]


def test_the_inbox_waits_for_nobody_who_cannot_be_asked(film: Film) -> None:
    """The rules ask a performer and then the director: whoever is one speaks for that role."""
    Policy.objects.filter(film=film).update(approving=["performer", "director"], in_order=True)
    bo, head = make.member(film, "performer", name="Bo"), make.director(film)
    voice = make.person(film, "Of the archive")
    make.signed(make.release_link(voice))
    clip = performance(film, voice, heard=True)
    shot, _draft = put_forward(film, sources=[Source("kept-voice", "Audio1", clip.id)])
    assert (unread(bo.user_id), unread(head.user_id)) == (1, 0)
    actions.approve(**by(film, bo), **about(shot), role="performer")
    assert (unread(bo.user_id), unread(head.user_id)) == (0, 1)
    assert [each.link for each in requests_of(head.user)] == [
        f"/films/{film.id}/shots/{shot.id}/gate/"
    ]


@pytest.mark.parametrize("role", ["subject", "plate", "motion"])
def test_what_is_no_anchor_asks_nobody(film: Film, role: str) -> None:
    kept = Kept(film, role)
    say_yes(film, kept.shot)
    assert not [each for each in gate(kept.shot).missing if each.role == "performer"]
    assert refused(lambda: kept.say(kept.lin)) == "not-asked"


def test_a_voice_is_of_who_is_heard(film: Film) -> None:
    kept = Kept(film, "kept-voice")
    assert not [each for each in gate(kept.shot).missing if each.role == "performer"]


@pytest.mark.parametrize("asked", [["director"], ["performer", "director"]])
def test_they_are_awaited_in_the_inbox_and_counted(kept: Kept, asked: list[str]) -> None:
    Policy.objects.filter(film=kept.film).update(approving=asked, in_order=True)
    if asked[0] == "director":
        assert kept.awaited() == [make.director(kept.film)]
        assert requests_of(kept.lin.user) == [] and unread(kept.lin.user_id) == 0
        say_yes(kept.film, kept.shot)
    assert kept.awaited() == [kept.lin]
    (one,) = requests_of(kept.lin.user)
    assert one.link == f"/films/{kept.film.id}/shots/{kept.shot.id}/performance/"
    assert unread(kept.lin.user_id) == 1
    assert requests_of(kept.bo.user) == [] and unread(kept.bo.user_id) == 0
    kept.say(kept.lin)
    assert requests_of(kept.lin.user) == [] and unread(kept.lin.user_id) == 0


def test_the_performer_has_a_page_of_their_own(kept: Kept, client: Client) -> None:
    page = f"/films/{kept.film.id}/shots/{kept.shot.id}/performance/"
    client.force_login(kept.bo.user)
    assert client.get(page).status_code == 404
    assert (
        page not in client.get(f"/films/{kept.film.id}/shots/{kept.shot.id}/gate/").content.decode()
    )
    client.force_login(kept.lin.user)
    shown = client.get(page).content.decode()
    assert 'id="beside"' in shown and "Lin Yao has not yet approved it" in shown
    told = {"digest": about(kept.shot)["digest"], "role": "performer"}
    act = f"/films/{kept.film.id}/shots/{kept.shot.id}/"
    asked = client.post(f"{act}request/?own", {**told, "reason": "My eyes."}, follow=True)
    assert asked.redirect_chain[-1][0] == page and "My eyes." in asked.content.decode()
    said = client.post(f"{act}approve/?own", told, follow=True).content.decode()
    assert "Performer: approved by Lin." in said and "Withdraw approval" in said
    front = client.get(f"/films/{kept.film.id}/").content.decode()
    assert "Awaiting Director" in front and "Awaiting Performer" not in front


def test_a_request_of_one_performer_is_not_anothers_to_answer(kept: Kept) -> None:
    ask_for_changes(kept.film, kept.shot, kept.lin, role="performer")
    assert (
        refused(lambda: ask_for_changes(kept.film, kept.shot, kept.bo, role="performer"))
        == "not-your-performance"
    )
