"""Planning and holding a sitting: who may, what is refused, what is recorded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from slowfilm.films.models import Film
from slowfilm.ledger import Refused
from slowfilm.sittings import actions, holding
from slowfilm.sittings.ending import end_sitting
from tests import make
from tests.sittings import made


def code(act: object, **fields: object) -> str:
    """With what an action is refused."""
    with pytest.raises(Refused) as refused:
        act(**fields)  # type: ignore[operator]
    return refused.value.code


def test_a_plan_names_only_what_is_in_the_film(film: Film) -> None:
    other = make.film()
    by = {"film_id": film.id, "actor": make.director(film).actor}
    about = {"title": "Dailies", "begins_at": timezone.now(), "zone": "Asia/Shanghai"}
    about |= {"minutes": 60, "agenda": [], "guests": []}
    shot, stranger = make.shot(other).id, make.director(other).id
    viewer = make.member(film, "viewer")
    wrong = {
        "no-shot": {"agenda": [{"shot": shot}]},
        "no-cut": {"agenda": [{"cut": uuid4()}]},
        "malformed": {"agenda": [{}]},
        "no-member": {"guests": [{"member": stranger}]},
        "no-zone": {"zone": "Asia/Atlantis"},
        "not-allowed": {"guests": [{"member": viewer.id, "part": "presenter"}]},
        "twice": {"guests": [{"member": viewer.id}] * 2},
    }
    assert {code(actions.plan, **by, **about | told) for told in wrong.values()} == set(wrong)
    naive = {"begins_at": "2026-11-30T10:00:00"}
    assert code(actions.plan, **by, **about | naive) == "malformed"


def test_who_planned_it_changes_it_until_it_begins(film: Film) -> None:
    sitting = made.planned(film)
    editor = make.member(film, "editor")
    told = {"film_id": film.id, "sitting": sitting.id, "title": "Later", "zone": "Europe/London"}
    told |= {"begins_at": sitting.begins_at + timedelta(days=1), "minutes": 30}
    told |= {"agenda": [{"shot": make.shot(film).id}], "guests": made.guests([editor])}
    assert code(actions.change, **told, actor=editor.actor) == "not-yours"
    actions.change(**told, actor=make.director(film).actor)
    sitting.refresh_from_db()
    assert (sitting.title, sitting.sequence, sitting.zone) == ("Later", 1, "Europe/London")
    assert sitting.items.filter(act=sitting.plan).count() == 1
    holding.open_sitting(film_id=film.id, actor=editor.actor, sitting=sitting.id)
    assert code(actions.change, **told, actor=make.director(film).actor) == "begun"
    off = {"film_id": film.id, "actor": make.director(film).actor, "sitting": sitting.id}
    assert code(actions.call_off, **off) == "begun"


def test_what_is_called_off_is_not_held(film: Film) -> None:
    sitting = made.planned(film)
    by = {"film_id": film.id, "actor": make.director(film).actor, "sitting": sitting.id}
    actions.call_off(**by, reason="Rain.")
    sitting.refresh_from_db()
    assert (sitting.state, sitting.sequence, sitting.reason) == ("called-off", 1, "Rain.")
    assert code(holding.open_sitting, **by) == "called-off"
    assert code(actions.call_off, **by) == "called-off"


def test_only_who_is_invited_to_presents(film: Film) -> None:
    editor, sound = make.member(film, "editor"), make.member(film, "sound")
    sitting = made.opened(film, guests=made.guests([editor], [sound]))
    at = {"film_id": film.id, "sitting": sitting.id}
    take = {**at, "hold": sitting.hold}
    assert code(holding.take_presenter, **take, actor=sound.actor) == "not-presenter"
    assert code(holding.hand_over, **at, actor=editor.actor, to=editor.id) == "not-presenting"
    taken = holding.take_presenter(**take, actor=editor.actor)
    sitting.refresh_from_db()
    assert (sitting.presenter, sitting.hold) == (editor, taken.command)
    holding.hand_over(**at, actor=editor.actor, to=sound.id)  # who presents may choose anybody
    sitting.refresh_from_db()
    assert sitting.presenter == sound
    holding.take_presenter(**at, hold=sitting.hold, actor=sound.actor)  # in another window
    viewer = make.member(film, "viewer")
    assert code(holding.hand_over, **at, actor=sound.actor, to=viewer.id) == "not-allowed"


def test_only_what_is_in_the_film_is_shown(film: Film) -> None:
    sitting = made.opened(film)
    step = {"ms": 0, "frame": 3}
    at = {"film_id": film.id, "actor": make.director(film).actor, "sitting": sitting.id}
    theirs = make.draft(make.film()).id
    steps = {"no-draft": {**step, "draft": theirs}, "no-version": {**step, "version": theirs}}
    for wanted, told in {**steps, "malformed": step}.items():
        assert code(holding.show_frames, **at, steps=[told]) == wanted
    draft = make.draft(film)
    late = {"ms": 99_999_999, "draft": draft.id, "frame": 3}
    made.show(sitting, late, {"ms": 0, "draft": draft.id, "frame": 4})
    shown = list(sitting.shown.all())
    assert [each.frame for each in shown] == [3, 4]
    assert shown[0].ms == shown[1].ms < 60_000  # whatever the presenter's clock says
    editor = make.member(film, "editor")
    told = {**at, "actor": editor.actor, "steps": [{**step, "draft": draft.id}]}
    assert code(holding.show_frames, **told) == "not-presenting"


def test_a_decision_names_ones_own_approval(film: Film) -> None:
    from slowfilm.approvals import actions as approvals
    from slowfilm.approvals.digest import shot_digest
    from slowfilm.shots.actions import select_draft

    sitting, draft = made.opened(film), make.draft(film, nobody_declared_by="system")
    by = {"film_id": film.id, "actor": make.director(film).actor}
    select_draft(**by, draft=draft.id)
    told = {**by, "sitting": sitting.id, "kind": "approved", "draft": draft.id}
    assert code(holding.note_decision, **told) == "no-approval"
    about = {"shot": draft.shot_id, "digest": shot_digest(draft), "role": "director"}
    given = approvals.approve(**by, **about)
    editor = make.member(film, "editor")
    mine = {**told, "approval": given.command}
    assert code(holding.note_decision, **mine | {"actor": editor.actor}) == "no-approval"
    holding.note_decision(**mine, words="As it is.")
    asked = {**told, "kind": "changes"}
    assert code(holding.note_decision, **asked) == "no-request"
    assert code(holding.note_decision, **told | {"kind": "noted"}) == "no-words"
    holding.note_decision(**told | {"kind": "noted"}, words="We leave the rain.")
    kinds = list(sitting.decisions.values_list("kind", flat=True))
    assert kinds == ["approved", "noted"]


def test_who_does_what_by_when(film: Film) -> None:
    sitting, editor = made.opened(film), make.member(film, "editor")
    by = {"film_id": film.id, "actor": make.director(film).actor}
    told = {"sitting": sitting.id, "text": "Slower rain", "due": "2026-12-01"}
    stranger = make.director(make.film())
    assert code(holding.give_task, **by, **told, member=stranger.id) == "no-member"
    task = holding.give_task(**by, **told, member=editor.id).command
    holding.finish_task(film_id=film.id, actor=editor.actor, task=task)
    assert code(holding.finish_task, **by, task=task) == "done"
    holding.reopen_task(**by, task=task)
    assert code(holding.reopen_task, **by, task=task) == "not-done"
    assert sitting.tasks.get().member == editor
    end_sitting(**by, sitting=sitting.id)
    assert code(holding.give_task, **by, **told, member=editor.id) == "not-open"
    holding.finish_task(**by, task=task)  # what was given to do outlives the sitting


def test_guests_do_not_end_it(film: Film) -> None:
    editor = make.member(film, "editor")
    sitting = made.opened(film, guests=made.guests([], [editor]))
    told = {"film_id": film.id, "sitting": sitting.id}
    assert code(end_sitting, **told, actor=editor.actor) == "not-presenter"
    end_sitting(**told, actor=make.director(film).actor)
    assert code(end_sitting, **told, actor=make.director(film).actor) == "not-open"
