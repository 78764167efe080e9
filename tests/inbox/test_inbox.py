"""What concerns a member is found in the film's rows, and read up to an entry."""

from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from slowfilm.approvals import actions as approvals
from slowfilm.films import actions as films
from slowfilm.films import memberships
from slowfilm.films.models import Film, Member
from slowfilm.inbox import letters
from slowfilm.inbox.due import enqueue_due
from slowfilm.inbox.found import found, unread
from slowfilm.inbox.items import requests_of
from slowfilm.inbox.models import Inbox
from slowfilm.inbox.reading import mark_read, seen
from slowfilm.inbox.remembered import unread_remembered
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease, claim
from slowfilm.reviews.notes import write_note
from slowfilm.shots.actions import select_draft
from slowfilm.shots.models import Draft
from tests import make
from tests.approvals.test_lock import about, ask_for_changes, by, say_yes


class Studio:
    """A film; Bo edits it and has uploaded a draft."""

    def __init__(self, film: Film) -> None:
        self.film, self.head = film, make.director(film)
        self.bo = make.member(film, "editor", name="Bo")
        self.draft = make.draft(film, made_by=self.bo.actor, nobody_declared_by=self.head.actor)
        self.shot = self.draft.shot

    def note(self, member: Member, text: str, **fields: Any) -> UUID:
        told = {"draft": self.draft.id, "first": 3, "last": 4, "kind": "change", "text": text}
        return write_note(**by(self.film, member), **told | fields).command

    def select(self) -> None:
        select_draft(**by(self.film), draft=self.draft.id)
        self.shot.refresh_from_db()

    def kinds(self, member: Member) -> list[str]:
        """What is unread, the newest first."""
        return [each.kind for each in found(member.user_id) if each.unread]


@pytest.fixture
def studio(film: Film) -> Studio:
    return Studio(film)


def test_each_thing_that_concerns_one_is_found_once(studio: Studio) -> None:
    thread = studio.note(studio.bo, "Is it rain?")
    studio.note(studio.head, "It is.", parent=thread)
    studio.note(studio.head, "@Bo look here", mentions=[studio.bo.id])
    studio.note(studio.head, "@Bo and in your thread", parent=thread, mentions=[studio.bo.id])
    studio.note(studio.head, "Nothing to you.")
    studio.select()
    say_yes(studio.film, studio.shot)
    ask_for_changes(studio.film, studio.shot)
    told = ["changes", "approved", "mention", "mention", "answer", "finished"]
    assert studio.kinds(studio.bo) == told
    assert unread(studio.bo.user_id) == len(told)


def test_an_answer_reaches_everybody_in_the_thread_but_its_writer(studio: Studio) -> None:
    mo = make.member(studio.film, "sound", name="Mo")
    thread = studio.note(studio.bo, "Is it rain?")
    studio.note(mo, "I hear wind.", parent=thread)
    studio.note(studio.head, "Rain.", parent=thread)
    assert studio.kinds(mo) == ["answer"]
    assert studio.kinds(studio.head) == []


def test_what_is_read_is_read_up_to_what_was_shown(studio: Studio) -> None:
    shown = seen(studio.bo.user)
    studio.note(studio.head, "@Bo", mentions=[studio.bo.id])
    mark_read(studio.bo.user, shown)
    assert studio.kinds(studio.bo) == ["mention"], "it came while the page was looked at"
    mark_read(studio.bo.user, seen(studio.bo.user))
    assert unread(studio.bo.user_id) == 0
    mark_read(studio.bo.user, shown)
    assert unread(studio.bo.user_id) == 0, "an old page takes nothing back"
    mark_read(studio.bo.user, {str(studio.film.id): 10**9})
    studio.note(studio.head, "@Bo again", mentions=[studio.bo.id])
    assert unread(studio.bo.user_id) == 1, "nobody reads ahead"


def test_who_has_left_reads_nothing_of_the_film(studio: Studio) -> None:
    studio.note(studio.head, "@Bo", mentions=[studio.bo.id])
    memberships.remove(**by(studio.film), member=studio.bo.id)
    assert list(found(studio.bo.user_id)) == []
    assert requests_of(studio.bo.user) == []


def test_an_approval_is_awaited_of_whose_turn_it_is(studio: Studio) -> None:
    told = {"waiting_days": 0, "change_notes_closed": True, "in_order": True}
    films.set_policy(**by(studio.film), approving=["editor", "director"], **told)
    studio.select()
    assert [each.roles for each in requests_of(studio.bo.user)] == [["editor"]]
    assert requests_of(studio.head.user) == []
    assert unread(studio.head.user_id) == 0
    before = unread(studio.bo.user_id)
    approvals.approve(**by(studio.film, studio.bo), **about(studio.shot), role="editor")
    assert unread(studio.bo.user_id) == before - 1
    assert unread(studio.head.user_id) == 1
    assert [each.roles for each in requests_of(studio.head.user)] == [["director"]]


def test_the_number_beside_the_inbox_is_asked_anew_when_a_record_moves_on(
    studio: Studio, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked(queries: int) -> int:
        with django_assert_num_queries(queries):
            return unread_remembered(studio.bo.user_id)

    before = asked(3)
    assert asked(1) == before
    studio.note(studio.head, "@Bo", mentions=[studio.bo.id])
    assert (asked(3), asked(1)) == (before + 1, before + 1)
    mark_read(studio.bo.user, seen(studio.bo.user))
    assert (asked(3), asked(1)) == (0, 0)
    memberships.remove(**by(studio.film), member=studio.bo.id)
    assert asked(1) == 0


def test_the_page_shows_marks_and_leads_there(studio: Studio, client: Client) -> None:
    studio.note(studio.head, "@Bo <b>look</b>", mentions=[studio.bo.id])
    studio.select()
    client.force_login(studio.bo.user)
    page = client.get("/inbox/").content.decode()
    assert "Director mentioned you on S01_SH010_v001." in page
    assert "@Bo &lt;b&gt;look&lt;/b&gt;" in page
    assert f"draft={studio.draft.id}&amp;frame=3" in page
    assert page.count('class="unread"') == 2
    assert '<span class="inbox-count number">2</span>' in client.get("/").content.decode()
    told = page.partition('name="seen" value="')[2].partition('"')[0].replace("&quot;", '"')
    client.post("/inbox/read", {"seen": told})
    assert 'class="unread"' not in client.get("/inbox/").content.decode()
    assert "inbox-count" not in client.get("/inbox/count").content.decode()
    assert client.post("/inbox/read", {"seen": "[1]"}).status_code == 400


def send_letters() -> None:
    """All that is due, as a worker does it."""
    enqueue_due()
    while job := claim("io"):
        letters.LETTER.work(job, Lease(job))


def a_day_later() -> None:
    Inbox.objects.update(letter_due_at=timezone.now())


def test_a_letter_a_day_for_those_who_asked_and_a_link_that_ends_it(
    studio: Studio, client: Client
) -> None:
    client.force_login(studio.bo.user)
    client.post(f"/inbox/{studio.bo.id}/letter", {"daily": "on"})
    send_letters()
    assert mail.outbox == [], "not before a day has passed"
    studio.note(studio.head, "@Bo 看这里", mentions=[studio.bo.id])
    a_day_later()
    assert enqueue_due() == 1
    assert enqueue_due() == 0, "however many workers look"
    send_letters()
    (letter,) = mail.outbox
    assert letter.to == [studio.bo.user.email]
    assert letter.subject == "The Lane: 1 to look at"
    assert "Director mentioned you on S01_SH010_v001." in letter.body and "看这里" in letter.body
    a_day_later()
    send_letters()
    assert len(mail.outbox) == 1, "nothing is told twice, and nothing said of nothing"
    assert Job.objects.filter(kind="daily-letter").count() == 1

    off = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    somebody = Client()
    assert somebody.get(off).status_code == 200
    assert Inbox.objects.get().daily, "a look does nothing"
    assert somebody.post(off).status_code == 200
    assert not Inbox.objects.get().daily
    assert somebody.post(off[:-8] + "aaaa/off").status_code == 404


def test_a_letter_reminds_of_an_awaited_approval_each_day(studio: Studio) -> None:
    letters.turn_on(studio.head, "https://film.example.org/", "zh-hans")
    studio.select()
    for day in (1, 2):
        a_day_later()
        send_letters()
        assert len(mail.outbox) == day
    assert "等待你通过" in mail.outbox[1].body
    assert f"https://film.example.org/films/{studio.film.id}/shots/" in mail.outbox[1].body
    say_yes(studio.film, studio.shot)
    a_day_later()
    send_letters()
    assert len(mail.outbox) == 2


def test_nobody_gets_letters_for_another(studio: Studio, client: Client) -> None:
    client.force_login(studio.head.user)
    assert client.post(f"/inbox/{studio.bo.id}/letter", {"daily": "on"}).status_code == 404


def test_a_generated_draft_concerns_who_asked_for_it(film: Film) -> None:
    from tests.generations import made

    shot = make.shot(film)
    made.finish(made.queue(shot, made.wanted(text="A lane.")))
    assert Draft.objects.get(shot=shot).made_by.startswith("engine:")
    asked = Draft.objects.get(shot=shot).generation.asked_by
    member = Member.objects.get(id=asked.partition(":")[2])
    assert [each.kind for each in found(member.user_id)] == ["finished"]
