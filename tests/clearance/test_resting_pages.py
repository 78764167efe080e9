"""What rests on a person: the page of those who clear, and the person's own by their link."""

from pathlib import Path

import pytest
from django.test import Client

from slowfilm.clearance import resting_views
from slowfilm.clearance.after import PersonView, WithdrawalStep
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from slowfilm.shots.models import Draft
from tests import make
from tests.clearance.test_pages import words
from tests.clearance.test_terms import codes, shown
from tests.references.test_blobs import keep


@pytest.fixture
def signed(film: Film, zhou: Person, tmp_path: Path) -> tuple[str, Draft]:
    """The neighbour's path, signed to be shown each picture first; and one that they are in."""
    secret = make.release_link(zhou, terms={"show_first": True})
    make.signed(secret)
    draft = shown(film, zhou)
    still = keep(film, tmp_path, kind="image/webp")
    with make.past_the_guards():
        Draft.objects.filter(id=draft.id).update(poster=still)
    draft.refresh_from_db()
    return f"/release/{secret}/", draft


@pytest.mark.slow
def test_a_person_sees_what_was_made_says_whether_they_want_it_and_asks(
    film: Film, zhou: Person, signed: tuple[str, Draft]
) -> None:
    path, draft = signed
    phone, apart = Client(), make.draft(film)
    page = phone.get(path, {"language": "en"})
    picture = f"{path}pictures/{draft.id}"
    assert picture in page.content.decode() and str(apart.id) not in page.content.decode()
    answer = phone.get(picture)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/webp"
    assert phone.get(f"{path}pictures/{apart.id}").status_code == 404
    assert phone.get(f"/release/{'x' * 43}/pictures/{draft.id}").status_code == 404
    assert codes(draft) == ["not-shown"]
    told = {"language": "en", "draft": draft.id}
    assert phone.post(path, {**told, "act": "disagree"}).status_code == 302
    assert codes(draft) == ["not-agreed"]
    assert phone.post(path, {**told, "act": "agree"}).status_code == 302
    assert codes(draft) == []
    for wrong in (apart.id, "nothing"):
        assert phone.post(path, {**told, "draft": wrong, "act": "agree"}).status_code == 409
    assert PersonView.objects.count() == 2
    assert phone.post(path, {"act": "ask", "text": ""}).status_code == 409
    assert phone.post(path, {"act": "ask", "text": "Where was it shown?"}).status_code == 302
    head = Client()
    head.force_login(make.director(film).user)
    act = f"/films/{film.id}/people/{zhou.id}/rests/act"
    head.post(act, {"act": "write", "text": "In Xiamen, in May."})
    said = words(phone.get(path, {"language": "en"}))
    assert "Where was it shown?" in said and "The makers" in said and "In Xiamen, in May." in said


@pytest.mark.slow
def test_a_withdrawal_is_a_case_on_one_page(
    film: Film, zhou: Person, signed: tuple[str, Draft]
) -> None:
    path, draft = signed
    phone, head = Client(), Client()
    head.force_login(make.director(film).user)
    rests = f"/films/{film.id}/people/{zhou.id}/rests/"
    assert "Withdrawal" not in words(head.get(rests))
    phone.post(path, {"act": "withdraw", "language": "en"})
    page = words(head.get(rests))
    assert draft.name in page and "Notice" in page and "Removal" in page
    step = WithdrawalStep.objects.earliest("due")
    director = make.director(film)
    change = {"act": "set-step", "step": step.id, "due": "2027-03-01", "owner": director.id}
    head.post(f"{rests}act", change)
    step.refresh_from_db()
    assert (str(step.due), step.owner_id) == ("2027-03-01", director.id)
    for bad in ({"due": "soon"}, {"step": "x"}):
        said = words(head.post(f"{rests}act", {**change, **bad}, follow=True))
        assert "That is not a date, or there is no such step." in said
    head.post(f"{rests}act", {"act": "finish-step", "step": step.id, "remark": "Told by letter."})
    assert "Told by letter." in words(head.get(rests))
    assert "What follows your withdrawal" in words(phone.get(path, {"language": "en"}))
    picture = f"{path}pictures/{draft.id}"
    assert phone.get(picture).status_code == 200
    head.post(f"{rests}act", {"act": "hide"})
    assert phone.get(picture).status_code == 404
    assert head.get(f"/films/{film.id}/media/{draft.poster_id}").status_code == 404
    assert "hidden from everybody" in words(head.get(rests))
    head.post(f"{rests}act", {"act": "show"})
    assert phone.get(picture).status_code == 200
    pen = Client()
    pen.force_login(make.member(film, "cinematographer").user)
    assert pen.get(rests).status_code == 403 and pen.post(f"{rests}act").status_code == 403


def test_many_rows_are_turned_over_and_all_are_in_the_table(
    film: Film, zhou: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting_views, "PAGE", 2)
    shot = make.shot(film)
    drafts = [make.draft(film, shot) for _ in range(3)]
    for draft in drafts:
        make.name(draft, zhou)
    head = Client(headers={"accept-language": "en"})
    head.force_login(make.director(film).user)
    rests = f"/films/{film.id}/people/{zhou.id}/rests/"
    first, second = (words(head.get(rests, {"page": number})) for number in (1, 2))
    assert "Page 1 of 2" in first and "Drafts 3" in first and drafts[0].name not in first
    assert drafts[0].name in second and drafts[2].name not in second
    answer = head.get(f"{rests}csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "What,Name,Made,Locked,Erased" and len(lines) == 4
    assert all(any(draft.name in line for line in lines) for draft in drafts)
    pen = Client()
    pen.force_login(make.member(film, "cinematographer").user)
    assert pen.get(f"{rests}csv").status_code == 403
