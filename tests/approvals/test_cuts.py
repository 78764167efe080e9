"""A cut is approved by its digest, answered for, and locked with all its shots or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from slowfilm.approvals import actions, locking
from slowfilm.approvals.awaited import progress_of
from slowfilm.approvals.earlier import earlier_approvals
from slowfilm.approvals.gate import gate
from slowfilm.approvals.models import Approval, ChangeRequest, Lock, NeverAnswer
from slowfilm.approvals.subjects import of_cuts
from slowfilm.cuts import actions as cuts
from slowfilm.cuts.models import Cut, CutVersion
from slowfilm.cuts.snapshot import of_cut
from slowfilm.films import actions as films
from slowfilm.films.models import Film, Member
from slowfilm.ledger import Refused
from slowfilm.reviews.notes import write_note
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft, Shot
from tests import make
from tests.approvals.test_answers import refusal, rules
from tests.approvals.test_lock import by, put_forward, say_yes
from tests.cuts.made import clip, cut, saved
from tests.generations import made


class Cutting:
    """A film whose director alone approves, with a cut of two shots that may be locked."""

    def __init__(self, film: Film) -> None:
        self.film = film
        rules(film, "director")
        self.shots, self.drafts = zip(*(put_forward(film) for _ in range(2)), strict=True)
        for shot in self.shots:
            say_yes(film, shot)
        self.cut = cut(film, "The lane")
        self.version = self.save()

    def save(self, *drafts: Draft, **more: Any) -> CutVersion:
        """The next version: of these drafts, else of those that are selected."""
        return saved(self.cut, [clip(each, 0, 96) for each in drafts or self.drafts], **more)

    def about(self) -> dict[str, Any]:
        """What is there now."""
        return {"cut": self.cut.id, "digest": gate(self.now()).digest}

    def now(self) -> Cut:
        """The cut as it stands."""
        return Cut.objects.get(id=self.cut.id)

    def approve(self, member: Member | None = None, **more: Any) -> None:
        asked = {**self.about(), "role": "director", **more}
        actions.approve_cut(**by(self.film, member), **asked)

    def request(self, **more: Any) -> None:
        asked = {**self.about(), "role": "director", "reason": "Too long.", **more}
        actions.request_changes(**by(self.film), **asked)

    def lock(self) -> None:
        locking.lock_cut(**by(self.film), **self.about())

    def missing(self) -> list[str]:
        """The sentences of what keeps it from being locked."""
        return [each.whole for each in gate(self.now()).missing]


def reason(act: Callable[[], None]) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value.reason)


@pytest.fixture
def cutting(film: Film) -> Cutting:
    return Cutting(film)


@pytest.mark.slow
def test_a_cut_is_approved_and_locks_its_shots(cutting: Cutting) -> None:
    assert cutting.missing() == ["Director: not yet approved."]
    cutting.approve()
    assert cutting.missing() == []
    cutting.lock()
    assert cutting.now().locked_at is not None
    assert Shot.objects.filter(locked_at=cutting.now().locked_at).count() == 2
    entry = cutting.film.entries.get(verb="cut-locked")
    row = of_cut(cutting.film.members.first(), cutting.now(), cutting.version)["cut"]
    assert (row["locked_by"], row["locked_version"]) == (entry.actor, 1)
    assert set(Lock.objects.values_list("act", flat=True)) == {entry.command}
    assert refusal(cutting.save) == "locked"
    assert refusal(cuts.rename_cut, **by(cutting.film), cut=cutting.cut.id, title="x") == "locked"
    assert refusal(cutting.approve) == "locked"
    codes = [(each.code, each.holds) for each in gate(cutting.now()).conditions]
    assert codes == [("picture", True), ("approval", True)]


@pytest.mark.slow
def test_any_change_makes_another_digest_and_the_yes_stands_for_the_old(cutting: Cutting) -> None:
    cutting.approve()
    seen = {cutting.about()["digest"]}
    sound = {"track": 1, "reference": made.sound(cutting.film).id, "at": 0}
    sound |= {"start_ms": 0, "end_ms": 900}
    first, second = cutting.drafts
    for clips, sounds in (
        ([clip(first, 1, 96), clip(second, 0, 96)], []),
        ([clip(first, 1, 95), clip(second, 0, 96)], []),
        ([clip(first, 1, 95, level=-6), clip(second, 0, 96)], []),
        ([clip(first, 1, 95), clip(second, 0, 96, join="dip", join_frames=4)], []),
        ([clip(second, 0, 96), clip(first, 1, 95)], []),
        ([clip(second, 0, 96), clip(first, 1, 95)], [sound]),
        ([clip(second, 0, 96), clip(first, 1, 95)], [{**sound, "levels": [[0, -6]]}]),
    ):
        saved(cutting.cut, clips, sounds=sounds)
        seen.add(cutting.about()["digest"])
    assert len(seen) == 8
    (subject,) = of_cuts([cutting.now()])
    (old,) = earlier_approvals(subject, cutting.about()["digest"])
    assert (old.of_version, subject.version_name) == ("v001", "v008")
    assert old.withdrawn_at is None


@pytest.mark.slow
def test_a_keep_on_a_draft_changes_the_cuts_digest(cutting: Cutting) -> None:
    cutting.approve()
    before = cutting.about()
    words = {"first": 0, "last": 5, "kind": "keep", "text": "The grain.", "reason": "It blinks."}
    write_note(**by(cutting.film), draft=cutting.drafts[0].id, **words)
    assert cutting.about() != before
    assert "Director: not yet approved." in cutting.missing()
    assert refusal(locking.lock_cut, **by(cutting.film), **before) == "changed"


@pytest.mark.slow
def test_a_request_and_a_broken_never_hold_a_cut(cutting: Cutting) -> None:
    cutting.request()
    assert cutting.missing() == ["Director: Director requested changes to The lane, v001."]
    cutting.save()
    assert refusal(cutting.lock) == "gate"
    cutting.approve()
    assert ChangeRequest.objects.get().closed_at is not None
    films.change_film(**by(cutting.film), title="x", nevers=["No faces"])
    never = {"never": "No faces", "remark": "At 00:00:03:00."}
    actions.answer_never(**by(cutting.film), **cutting.about(), **never, holds=False)
    assert "Never: No faces. Broken, says Director." in cutting.missing()
    actions.answer_never(**by(cutting.film), **cutting.about(), **never, holds=True)
    assert NeverAnswer.objects.filter(cut=cutting.cut, replaced_at=None).count() == 1
    said = " ".join(cutting.missing())
    assert said.count("Never: No faces. Nobody has answered for this version.") == 2, "its shots'"


@pytest.mark.slow
def test_roles_approve_a_cut_in_their_order_and_wait_for_it(cutting: Cutting) -> None:
    rules(cutting.film, "editor", "director", in_order=True, waiting_days=3)
    bo = make.member(cutting.film, "editor", name="Bo")
    assert refusal(cutting.approve) == "not-your-turn"
    progress = progress_of(cutting.film, of_cuts([cutting.now()]))[cutting.cut.id]
    assert [(one.role, one.members) for one in progress.awaited] == [("editor", [bo])]
    cutting.approve(bo, role="editor")
    cutting.approve()
    waiting = [each for each in gate(cutting.now()).missing if each.code == "waiting"]
    assert len(waiting) == 1 and waiting[0].until


@pytest.mark.slow
def test_a_shot_that_is_not_ready_stands_in_the_way_of_all(cutting: Cutting) -> None:
    cutting.approve()
    first, second = cutting.shots
    given = Approval.objects.get(shot=second)
    actions.withdraw(**by(cutting.film), shot=second.id, role="director")
    assert cutting.missing() == [f"{second.name} can't be locked yet. Director: not yet approved."]
    (line,) = gate(cutting.now()).missing
    assert str(second.id) in line.mend
    assert second.name in reason(cutting.lock)
    assert not Shot.objects.exclude(locked_at=None).exists() and not Lock.objects.exists()
    say_yes(cutting.film, second, digest=given.digest)
    cutting.lock()
    assert Lock.objects.filter(shot__in=[first, second]).count() == 2


@pytest.mark.slow
def test_a_cut_that_shows_another_draft_than_the_selected_is_not_locked(cutting: Cutting) -> None:
    shot, draft = cutting.shots[0], cutting.drafts[0]
    other = make.draft(cutting.film, shot, nobody_declared_by="system")
    select_draft(**by(cutting.film), draft=other.id)
    assert f"{other.name} is selected, and the cut shows {draft.name}." in cutting.missing()[1]
    select_draft(**by(cutting.film), draft=draft.id)
    shot.refresh_from_db()
    locking.lock(**by(cutting.film), shot=shot.id, digest=gate(shot).digest)
    cutting.save(other, cutting.drafts[1])
    cutting.approve()
    (said,) = cutting.missing()
    assert said.endswith(f" It is locked with {draft.name}, and the cut shows {other.name}.")
    cutting.save()
    cutting.approve()
    cutting.lock()
    assert Lock.objects.filter(shot=shot).get().act != Lock.objects.get(cut=cutting.cut).act


def test_an_empty_cut_is_neither_approved_nor_locked(film: Film) -> None:
    begun = cut(film)
    asked = {"cut": begun.id, "digest": "0" * 64}
    assert refusal(locking.lock_cut, **by(film), **asked) == "no-version"
    saved(begun, [])
    assert "There is no shot in this version yet." in {
        each.sentence for each in gate(begun).missing
    }
    both = {**asked, "shot": begun.id, "role": "director", "reason": "x"}
    assert refusal(actions.request_changes, **by(film), **both) == "malformed"


@pytest.mark.slow
def test_music_needs_a_basis_and_people_their_releases(cutting: Cutting) -> None:
    music = made.sound(cutting.film)
    sound = {"track": 1, "reference": music.id, "at": 0, "start_ms": 0, "end_ms": 900}
    cutting.save(sounds=[sound])
    assert "by what right it may be heard" in reason(cutting.approve)
    (line,) = [each for each in gate(cutting.now()).missing if each.code == "clearance"]
    assert music.name in line.sentence and str(music.id) in line.mend
    make.describe(music, rights="Played by ourselves.")
    cutting.approve()
    lin = make.person(cutting.film, "Lin Yao", member=make.director(cutting.film))
    make.name(cutting.drafts[0], lin)
    assert "Lin Yao has given no release" in reason(cutting.lock)
    make.release(lin)
    cutting.lock()


UNDOING = [
    "UPDATE slowfilm_cut SET locked_at = NULL WHERE id = '{cut}'",
    "UPDATE slowfilm_cut SET title = 'other' WHERE id = '{cut}'",
    "DELETE FROM slowfilm_cut WHERE id = '{cut}'",
    "DELETE FROM slowfilm_cutversion WHERE cut_id = '{cut}'",
    "DELETE FROM slowfilm_cutclip WHERE version_id = '{version}'",
    "TRUNCATE slowfilm_cutclip",
    "DELETE FROM slowfilm_cutsound WHERE version_id = '{version}'",
    "UPDATE slowfilm_approval SET withdrawn_at = now() WHERE cut_id = '{cut}'",
    "UPDATE slowfilm_approval SET cut_id = NULL, version_id = NULL WHERE cut_id = '{cut}'",
    "DELETE FROM slowfilm_lock WHERE cut_id = '{cut}'",
    "UPDATE slowfilm_lock SET act = id WHERE shot_id = '{shot}'",
    "DELETE FROM slowfilm_holding WHERE blob_id = '{sound}'",
    "INSERT INTO slowfilm_cutversion (id, cut_id, number, note, frames, saved_by, saved_at)"
    " VALUES (gen_random_uuid(), '{cut}', 9, '', 1, '', now())",
]


@pytest.mark.slow
def test_in_the_database_too_a_locked_cut_stands_still(cutting: Cutting) -> None:
    music = make.describe(made.sound(cutting.film), rights="Ours.")
    sound = {"track": 1, "reference": music.id, "at": 0, "start_ms": 0, "end_ms": 900}
    version = cutting.save(sounds=[sound])
    cutting.approve()
    cutting.lock()
    names = {
        "cut": cutting.cut.id,
        "version": version.id,
        "shot": cutting.shots[0].id,
        "sound": music.proxy_id,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing waits that a TRUNCATE waits for
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for statement in UNDOING:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(**names))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            raise AssertionError(statement)
