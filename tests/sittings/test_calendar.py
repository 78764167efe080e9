"""The calendar file, read back by a library that has nothing to do with ours."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from slowfilm.films.models import Film
from slowfilm.jobs.models import Job
from slowfilm.sittings import letters
from slowfilm.sittings.calendar_file import Event, written
from slowfilm.sittings.models import Sitting
from tests import make
from tests.sittings import made

ID = UUID("12345678-1234-4234-8234-123456789abc")
AT = datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def event(**told: Any) -> Event:
    """One at ten in Shanghai."""
    about = {"id": ID, "sequence": 0, "method": "REQUEST", "title": "样片 Dailies", "begins_at": AT}
    about |= {"minutes": 90, "words": "", "link": "https://studio.example/s", "organizer": None}
    return Event(**{**about, "guests": [], "stamp": AT, **told})


def read(text: str) -> Any:
    """The one event of a file."""
    (found,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return found


def test_it_says_when_in_every_zone() -> None:
    found = read(written(event()))
    assert found.decoded("DTSTART") == datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
    assert found.decoded("DTEND") - found.decoded("DTSTART") == timedelta(minutes=90)
    assert found["UID"] == f"{ID}@slowfilm"


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=120)


@given(WORDS, WORDS, st.integers(0, 900))
def test_whatever_it_is_called(title: str, name: str, sequence: int) -> None:
    """Commas, quotes, semicolons, Chinese: nothing breaks out of its value, or gets lost."""
    guests = [(name, "ada@example.org")]
    text = written(event(title=title, words=f"{title}\n{name}", guests=guests, sequence=sequence))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = read(text)
    assert str(found["SUMMARY"]) == title
    assert str(found["DESCRIPTION"]) == f"{title}\n{name}"
    assert found["SEQUENCE"] == sequence
    assert str(found["ATTENDEE"]) == "mailto:ada@example.org"


def sent() -> list[EmailMessage]:
    """Do the letters' jobs; what has gone out since the last time."""
    mail.outbox.clear()
    for job in Job.objects.filter(kind=letters.LETTER.name, ended_at=None):
        letters.write(make.running(job.subject), None)  # type: ignore[arg-type]
    return mail.outbox


def test_letters_carry_one_event_through_its_changes(film: Film, client: Client) -> None:
    director, editor = make.director(film), make.member(film, "editor", name="Ada Bell")
    sound = make.member(film, "sound")
    shot = make.draft(film).shot
    client.force_login(director.user)
    form = {"title": "样片", "day": "2026-11-30", "time": "10:00", "zone": "Asia/Shanghai"}
    form |= {"minutes": "90", "agenda": [f"shot:{shot.id}"]}
    parts = {f"part-{editor.id}": "presenter", f"part-{sound.id}": "guest"}
    answer = client.post(f"/films/{film.id}/sittings/new/", form | parts)
    sitting = Sitting.objects.get(film=film)
    assert answer.headers["Location"] == f"/films/{film.id}/sittings/{sitting.id}/"
    first = sent()
    assert {letter.to[0] for letter in first} == {editor.user.email, sound.user.email}
    (_name, text, kind) = first[0].attachments[0]
    assert "method=REQUEST" in kind
    invited = read(text)
    assert invited.decoded("DTSTART") == datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
    assert shot.name in str(invited["DESCRIPTION"])
    change = form | {"time": "11:00", f"part-{editor.id}": "presenter"}
    client.post(f"/films/{film.id}/sittings/{sitting.id}/change/", change)
    changed = {letter.to[0]: letter.attachments[0] for letter in sent()}
    later, off = (read(changed[each.user.email][1]) for each in (editor, sound))
    assert later["UID"] == invited["UID"] == off["UID"]
    assert (later["SEQUENCE"], later["STATUS"]) == (1, "CONFIRMED")
    assert (off["SEQUENCE"], off["STATUS"]) == (1, "CANCELLED")
    client.post(f"/films/{film.id}/sittings/{sitting.id}/call-off", {"reason": "Rain."})
    (last,) = sent()
    gone = read(last.attachments[0][1])
    assert (gone["SEQUENCE"], gone["STATUS"]) == (2, "CANCELLED")
    assert "Rain." in last.body


def test_a_member_takes_the_file_from_the_page(film: Film, client: Client) -> None:
    sitting = made.planned(film)
    client.force_login(make.director(film).user)
    answer = client.get(f"/films/{film.id}/sittings/{sitting.id}/calendar")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert str(read(answer.content.decode())["SUMMARY"]).startswith("Dailies")


@pytest.mark.parametrize("wrong", [{"title": ""}, {"zone": "Mars/Base"}, {"minutes": "1"}])
def test_a_plan_that_says_nothing_is_shown_again(
    film: Film, client: Client, wrong: dict[str, str]
) -> None:
    client.force_login(make.director(film).user)
    form = {"title": "T", "day": "2026-11-30", "time": "10:00", "zone": "Asia/Shanghai"}
    answer = client.post(f"/films/{film.id}/sittings/new/", form | {"minutes": "60"} | wrong)
    assert answer.status_code == 200
    assert not Sitting.objects.filter(film=film).exists()
