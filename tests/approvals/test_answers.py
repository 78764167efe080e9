"""Changes requested, nevers answered for, roles in their order: what each does to a lock."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection

from slowfilm.approvals import actions
from slowfilm.approvals.awaited import progress_of
from slowfilm.approvals.digest import shot_digest
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
from slowfilm.approvals.subjects import of_shot
from slowfilm.films import actions as films
from slowfilm.films import memberships
from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Shot
from tests import make
from tests.approvals.test_lock import (
    about,
    answer,
    ask_for_changes,
    by,
    keep,
    lock,
    missing,
    put_forward,
    say_yes,
)


def refusal(act: Any, *given: Any, **fields: Any) -> str:
    """The code with which something is refused."""
    with pytest.raises(Refused) as refused:
        act(*given, **fields)
    assert str(refused.value.reason)
    return refused.value.code


def rules(film: Film, *approving: str, **more: Any) -> None:
    """The film's approval rules."""
    told = {"waiting_days": 0, "change_notes_closed": True, **more}
    films.set_policy(**by(film), approving=list(approving), **told)


def next_version(film: Film, shot: Shot) -> Shot:
    """Another draft is selected."""
    other = make.draft(film, shot, nobody_declared_by=make.director(film).actor)
    select_draft(**by(film), draft=other.id)
    return Shot.objects.select_related("selected", "scene").get(id=shot.id)


def said(shot: Shot, code: str) -> list[str]:
    """The gate's sentences of one kind."""
    return [each.sentence for each in gate(shot).conditions if each.code == code]


@pytest.mark.slow
def test_a_request_takes_the_roles_approval_away_and_stands(film: Film) -> None:
    shot, _draft = put_forward(film)
    say_yes(film, shot)
    ask_for_changes(film, shot)
    assert Approval.objects.get().withdrawn_at is not None
    assert missing(shot) == {"changes"}
    assert said(shot, "changes") == ["Director: Director requested changes to S01_SH010_v001."]
    assert refusal(lock, film, shot) == "gate"
    shot = next_version(film, shot)
    assert missing(shot) == {"changes"}, "another version is not yet what was asked for"
    say_yes(film, shot)
    assert gate(shot).open
    assert ChangeRequest.objects.get().closed_at is not None


def test_a_request_says_why(film: Film) -> None:
    shot, _draft = put_forward(film)
    assert refusal(ask_for_changes, film, shot, reason=" ") == "no-reason"
    assert refusal(ask_for_changes, film, shot, role="editor") == "not-your-role"
    assert refusal(ask_for_changes, film, shot, role="producer") == "not-asked"
    assert refusal(ask_for_changes, film, shot, digest="0" * 64) == "changed"


@pytest.mark.slow
def test_only_who_requested_changes_approves_the_same_version(film: Film) -> None:
    shot, _draft = put_forward(film)
    rules(film, "editor")
    bo, mo = (make.member(film, "editor", name=name) for name in ("Bo", "Mo"))
    ask_for_changes(film, shot, bo, role="editor")
    approving = {**about(shot), "role": "editor"}
    assert refusal(actions.approve, **by(film, mo), **approving) == "changes-requested"
    taking = {"shot": shot.id, "role": "editor"}
    assert refusal(actions.withdraw_request, **by(film, mo), **taking) == "not-said"
    actions.approve(**by(film, bo), **approving)
    assert gate(shot).open, "whoever asked may think better of it"
    ask_for_changes(film, shot, bo, role="editor")
    actions.withdraw_request(**by(film, bo), **taking)
    assert missing(shot) == {"approval"}
    ask_for_changes(film, shot, bo, role="editor")
    memberships.remove(**by(film), member=bo.id)
    actions.approve(**by(film, mo), **approving)
    assert gate(shot).open, "who has left holds nothing"


@pytest.mark.slow
def test_roles_approve_in_their_order_and_request_at_any_time(film: Film) -> None:
    shot, _draft = put_forward(film)
    rules(film, "editor", "director", in_order=True)
    bo = make.member(film, "editor", name="Bo")
    assert refusal(say_yes, film, shot) == "not-your-turn"
    ask_for_changes(film, shot)
    actions.withdraw_request(**by(film), shot=shot.id, role="director")
    progress = progress_of(film, [of_shot(shot)])[shot.id]
    assert [(one.role, one.members) for one in progress.awaited] == [("editor", [bo])]
    say_yes(film, shot, actor=bo.actor, role="editor")
    progress = progress_of(film, [of_shot(shot)])[shot.id]
    assert [one.role for one in progress.awaited] == ["director"]
    say_yes(film, shot)
    assert progress_of(film, [of_shot(shot)])[shot.id].approved
    assert gate(shot).open


@pytest.mark.slow
def test_each_never_is_answered_for_this_version(film: Film) -> None:
    films.change_film(**by(film), title="x", nevers=["No faces", "No cut in the storm."])
    shot, draft = put_forward(film)
    say_yes(film, shot)
    assert missing(shot) == {"never"}
    assert said(shot, "never")[0] == "Never: No faces. Nobody has answered for this version."
    answer(film, shot, "No faces")
    answer(film, shot, "No cut in the storm.")
    assert gate(shot).open
    assert said(shot, "never")[0] == "Never: No faces. It holds, says Director."
    keep(film, draft)
    assert missing(shot) == {"approval", "never"}, "what is selected is another"


@pytest.mark.slow
def test_a_broken_never_keeps_the_lock_shut_until_its_member_says_otherwise(film: Film) -> None:
    films.change_film(**by(film), title="x", nevers=["No faces"])
    shot, _draft = put_forward(film)
    bo = make.member(film, "editor", name="Bo")
    say_yes(film, shot)
    answer(film, shot, "No faces")
    assert refusal(answer, film, shot, "No faces", bo, holds=False) == "no-reason"
    answer(film, shot, "No faces", bo, holds=False, remark="In the window at 00:00:02:00.")
    assert refusal(lock, film, shot) == "gate"
    assert said(shot, "never") == ["Never: No faces. Broken, says Bo."]
    answer(film, shot, "No faces")
    assert missing(shot) == {"never"}, "nobody outvotes who has seen it"
    answer(film, shot, "No faces", bo)
    lock(film, shot)
    shot = Shot.objects.select_related("selected__shot__scene").get(id=shot.id)
    assert said(shot, "never") == ["Never: No faces. It holds, says Director, Bo."]
    assert NeverAnswer.objects.filter(replaced_at=None).count() == 2


def test_only_the_films_own_nevers_are_answered(film: Film) -> None:
    shot, _draft = put_forward(film)
    assert refusal(answer, film, shot, "No rain") == "no-never"


def test_a_new_film_asks_two_roles_and_waits_a_night(db: None) -> None:
    head = make.user()
    team = make.film(head).team
    film = films.create_film(user=head, team=team, title="Dusk")
    policy = film.policy
    assert (policy.approving, policy.waiting_days) == (["director", "producer"], 1)
    founder = make.director(film)
    assert set(policy.approving) <= set(founder.roles), "so nobody is shut out of their own film"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_lock_slips_past_a_request_or_a_broken_never() -> None:
    """A lock races a request for changes and a never called broken: one of them is too late."""
    film = make.film(nevers=["No faces"])
    editor = make.member(film, "editor")
    for turn in range(20):
        shot, _draft = put_forward(film)
        say_yes(film, shot)
        answer(film, shot, "No faces")
        broken = {"holds": False, "remark": "Frame 7."}
        at_once(
            partial(lock, film, shot),
            partial(ask_for_changes, film, shot)
            if turn % 2
            else partial(answer, film, shot, "No faces", editor, **broken),
        )
        if Lock.objects.filter(shot=shot).exists():
            assert not ChangeRequest.objects.filter(shot=shot).exists()
            assert not NeverAnswer.objects.filter(shot=shot, holds=False).exists()
        else:
            assert refusal(lock, film, shot) == "gate"


def at_once(*works: Any) -> None:
    """Do all of it at the same time."""
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(closing, work) for work in works]:
            done.result()


def closing(work: Any) -> None:
    """Do it in a thread of its own, where it may be refused."""
    try:
        work()
    except Refused:
        pass
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_request_at_once_the_later_one_stands() -> None:
    """Two of a role answer at once: never do an approval and a request of one digest both stand."""
    film = make.film()
    rules(film, "editor")
    bo, mo = (make.member(film, "editor", name=name) for name in ("Bo", "Mo"))
    for _turn in range(15):
        shot, _draft = put_forward(film)
        approving = partial(say_yes, film, shot, actor=bo.actor, role="editor")
        asking = partial(ask_for_changes, film, shot, mo, role="editor")
        at_once(approving, asking)
        assert not Approval.objects.filter(shot=shot, withdrawn_at=None).exists()
        request = ChangeRequest.objects.get(shot=shot, closed_at=None)
        assert shot.selected is not None and request.digest == shot_digest(shot.selected)
