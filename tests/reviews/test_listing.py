"""A page of a film's notes is the same part of the whole list, whatever is wished for."""

import pytest
from django.test import Client

from slowfilm.films.models import Film
from slowfilm.reviews.listing import ORDERS, Threads, Wish, drafts_with_notes
from slowfilm.reviews.notes import resolve_note
from slowfilm.shots.models import Draft
from tests import make
from tests.approvals.test_lock import by
from tests.reviews.test_carried import write

FIRSTS = (5, 2, 9, 2)


@pytest.fixture
def drafts(film: Film) -> list[Draft]:
    """Three with four notes each, one without; two are of one shot."""
    shot = make.shot(film)
    drafts = [make.draft(film, shot), make.draft(film), make.draft(film, shot)]
    for number, first in enumerate(FIRSTS):
        for draft in drafts:
            note = write(draft, ("change", "question")[number % 2], first=first, last=first + 1)
            if number == len(FIRSTS) - 1:
                resolve_note(**by(film), note=note)
    make.draft(film)
    return drafts


def test_pages_are_parts_of_the_whole(film: Film, drafts: list[Draft]) -> None:
    wishes = [Wish(state="all"), Wish(), Wish(kind="question"), Wish(draft=drafts[1].id)]
    wishes += [Wish(state="all", sort=sort) for sort in ORDERS]
    for wish in wishes:
        whole, threads = list(wish.threads(film)), Threads(wish, film)
        assert len(threads) == len(whole)
        for size in (1, 3, 5, 50):
            starts = range(0, len(whole) + 1, size)
            assert [each for at in starts for each in threads[at : at + size]] == whole, wish
    assert {each.draft.name for each in Threads(Wish(), film)[0:50]} == {d.name for d in drafts}


def test_only_drafts_with_notes_are_offered(film: Film, drafts: list[Draft]) -> None:
    first, other, second = drafts
    offered = [each.name for each in drafts_with_notes(film)]
    assert offered == [first.name, second.name, other.name]


def test_a_page_without_notes_says_which_way_it_is_empty(film: Film, client: Client) -> None:
    """There are none yet; or none of those wished for, which the filters above may change."""
    client.force_login(make.director(film).user)
    page = f"/films/{film.id}/notes/"
    none_yet = client.get(page).content.decode()
    assert "No notes yet." in none_yet and 'name="kind"' not in none_yet
    write(make.draft(film), "change")
    none_such = client.get(f"{page}?kind=keep").content.decode()
    assert "No notes of this kind." in none_such and 'name="kind"' in none_such
    assert "1 note" in client.get(page).content.decode()
