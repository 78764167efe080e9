"""The pages of people, for members; and the page of one person, for whoever has their link."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from slowfilm.clearance.models import Release, ReleaseLink, Sighting
from slowfilm.films.models import Film
from slowfilm.people.models import Person
from slowfilm.references.models import Reference
from tests import make
from tests.clearance.test_people import by
from tests.generations import made

FACTS = {"codec": "png", "width": 480, "height": 270, "rotation": 0, "rate": ""}


@pytest.fixture
def head(film: Film, client: Client) -> Client:
    """The director's browser."""
    client.force_login(make.director(film).user)
    return client


def words(answer: Any) -> str:
    """What a page says."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', answer.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.slow
def test_a_person_is_added_and_signs_by_a_link_without_an_account(film: Film, head: Client) -> None:
    people = f"/films/{film.id}/people/"
    assert head.post(people, {"name": "周", "note": "next door"}).status_code == 302
    zhou = Person.objects.get()
    page = head.post(
        f"{people}{zhou.id}/ask/", {"uses": ["likeness", "shown"], "language": "zh-hans"}
    )
    (path,) = set(re.findall(r"http://testserver(/release/[\w-]+/)", page.content.decode()))
    assert path not in head.get(people).content.decode(), "it is shown once"
    phone = Client()
    asked = phone.get(path)
    assert asked.status_code == 200 and 'lang="zh-hans"' in asked.content.decode()
    assert "影片《The Lane》授权书" in words(asked)
    english = phone.get(path, {"language": "en"})
    assert "Release for the film “The Lane”" in words(english)
    told = {"act": "sign", "language": "en", "signed_name": "Zhou", "uses": ["shown"]}
    told["text_hash"] = hidden(english, "text_hash")
    exactly = phone.post(path, told)
    assert exactly.status_code == 409 and "exactly what you agree to" in words(exactly)
    assert "My likeness" in words(english) and "My likeness" not in words(exactly)
    told["text_hash"] = hidden(exactly, "text_hash")
    assert phone.post(path, told).status_code == 302
    release = Release.objects.get()
    assert (release.uses, release.signed_name, release.language) == (["shown"], "Zhou", "en")
    assert "this is what you signed" in words(phone.get(path, {"language": "en"}))
    again = phone.post(path, told)
    assert again.status_code == 409 and "has been signed by this link already" in words(again)
    assert phone.post(path, {"act": "withdraw", "language": "en"}).status_code == 302
    release.refresh_from_db()
    assert release.state == Release.State.WITHDRAWN
    assert "It is withdrawn." in words(phone.get(path, {"language": "en"}))
    assert "Withdrawn" in words(head.get(people))


def test_the_page_shows_nothing_else_of_the_film(film: Film, zhou: Person) -> None:
    wang = make.person(film, "Wang Fang", note="owes money")
    made.picture(film, name="the secret lane.png")
    make.name(made.picture(film, name="kitchen.png", nobody=False), wang, zhou)
    path = f"/release/{make.release_link(zhou)}/"
    for address in (path, f"{path}?language=en", f"{path}?language=zh-hans"):
        said = Client().get(address).content.decode()
        assert "The Lane" in said and "周" in said and "Director" in said
        for other in ("Wang", "owes", "secret", "kitchen", str(film.id), "/films/"):
            assert other not in said, other


def test_a_link_that_is_worth_nothing_says_why(film: Film, head: Client, zhou: Person) -> None:
    assert Client().get(f"/release/{'x' * 43}/").status_code == 404
    secret = make.release_link(zhou)
    link = ReleaseLink.objects.get()
    revoke = f"/films/{film.id}/release-links/{link.id}/revoke"
    assert head.post(revoke).status_code == 302
    gone = Client().get(f"/release/{secret}/?language=en")
    assert gone.status_code == 410 and "This link was revoked." in words(gone)
    assert "text_hash" not in gone.content.decode()
    told = {"act": "sign", "signed_name": "Zhou", "uses": ["shown"], "text_hash": "0" * 64}
    assert Client().post(f"/release/{secret}/", told).status_code == 410
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"uses": []}, 422, "Tick at least one."),
        ({"uses": ["fame"]}, 422, "Select a valid choice"),
        ({"signed_name": ""}, 422, "This field is required."),
        ({"signed_name": "a\x0bb"}, 422, "no text"),
        ({"text_hash": "0" * 64}, 409, "exactly what you agree to"),
        ({"text_hash": "?"}, 409, "exactly what you agree to"),
    ],
)
def test_what_is_missing_is_said_on_the_page(
    zhou: Person, fields: dict[str, Any], status: int, said: str
) -> None:
    path = f"/release/{make.release_link(zhou)}/"
    page = Client().get(path, {"language": "en"})
    told = {"act": "sign", "language": "en", "signed_name": "Zhou", "uses": ["shown"]}
    answer = Client().post(path, {**told, "text_hash": hidden(page, "text_hash"), **fields})
    assert answer.status_code == status and said in words(answer)
    assert not Release.objects.exists()


def test_a_director_signs_in_one_step(film: Film, head: Client, lin: Person) -> None:
    give = f"/films/{film.id}/people/{lin.id}/give/"
    page = head.get(give, {"ends_on": "2099-12-31"})
    assert "2099-12-31" in words(page)
    told = {"signed_name": "Lin", "text_hash": hidden(page, "text_hash")}
    less = head.post(f"{give}?ends_on=2099-12-31", {**told, "uses": ["likeness"]})
    assert "exactly what you agree to" in words(less)
    told |= {"uses": ["likeness"], "text_hash": hidden(less, "text_hash")}
    assert head.post(f"{give}?ends_on=2099-12-31", told).status_code == 302
    release = Release.objects.get()
    assert release.ends_at is not None and release.ends_at.year == 2100
    other = head.post(give, told)
    assert "exactly what you agree to" in words(other), "another term is another text"
    paper = head.get(f"/films/{film.id}/releases/{release.id}/")
    assert release.text_hash[:16] in words(paper)


def test_other_peoples_papers_are_not_for_everybody(film: Film, zhou: Person) -> None:
    make.signed(make.release_link(zhou))
    release, editor, viewer = Release.objects.get(), Client(), Client()
    editor.force_login(make.member(film, "editor").user)
    viewer.force_login(make.member(film, "viewer").user)
    people, paper = f"/films/{film.id}/people/", f"/films/{film.id}/releases/{release.id}/"
    assert editor.get(paper).status_code == 200
    assert viewer.get(paper).status_code == 403
    assert viewer.post(f"{paper}withdraw").status_code == 403
    assert viewer.post(people, {"name": "X"}).status_code == 403
    assert viewer.get(f"{people}{zhou.id}/ask/").status_code == 403
    assert viewer.get(f"{people}{zhou.id}/give/").status_code == 403
    said = viewer.get(people).content.decode()
    assert "周" in said and "Shown as it was recorded" in said
    assert "Withdraw" not in said and str(release.id) not in said


@pytest.mark.slow
def test_many_are_named_on_the_library_and_their_cards_say_so(
    film: Film, head: Client, lin: Person
) -> None:
    many = [made.picture(film, nobody=False, facts=FACTS) for _ in range(3)]
    library = f"/films/{film.id}/references/"
    assert "Needs clearance 3" in words(head.get(library))
    told = {"references": [each.id for each in many], "seen": [lin.id], "nobody_else": "yes"}
    assert head.post(f"/films/{film.id}/people/named", told).status_code == 302
    page = words(head.get(library))
    assert page.count("Lin Yao (seen)") == 3
    assert page.count("Lin Yao has given no release for “Reference for a likeness”.") == 3
    make.release(lin)
    cards = words(head.get(library))
    assert cards.count("Declared by Director, not checked") == 3
    assert "cleared" not in cards.lower().replace("needs clearance", "")
    assert "Nothing needs clearance." in words(head.get(library, {"needs": "clearance"}))
    one = words(head.get(f"{library}{many[0].id}/"))
    assert "In it: Lin Yao (seen)." in one and "not checked" in one


@pytest.mark.slow
def test_naming_refused_is_said(film: Film, head: Client, lin: Person) -> None:
    still = made.picture(film, nobody=False, facts=FACTS)
    named = f"/films/{film.id}/people/named"
    for told, said in (
        ({}, "Select at least one"),
        ({"references": "x"}, "references"),
        ({"references": [still.id], "heard": [lin.id]}, "can&#x27;t be heard in it"),
    ):
        assert said in head.post(named, told, follow=True).content.decode()
    assert not Sighting.objects.exists()


def test_a_drafts_page_says_who_is_in_it(film: Film, head: Client, lin: Person) -> None:
    draft = make.draft(film)
    page = f"/films/{film.id}/drafts/{draft.id}/people/"
    assert "It was uploaded" in words(head.get(page))
    told = {"drafts": draft.id, "seen": [lin.id], "nobody_else": "yes"}
    assert head.post(f"/films/{film.id}/people/named", told).url == page
    assert "In it: Lin Yao (seen)." in words(head.get(page))
    make.release(lin)
    assert "Nothing stands in the way" in words(head.get(page))


@pytest.mark.slow
def test_the_gate_says_by_whose_word_it_is_cleared(film: Film, head: Client, lin: Person) -> None:
    from slowfilm.shots.actions import select_draft

    draft = make.draft(film)
    select_draft(**by(film), draft=draft.id)
    gate = f"/films/{film.id}/shots/{draft.shot_id}/gate/"
    said = head.get(gate)
    assert f"/films/{film.id}/drafts/{draft.id}/people/" in said.content.decode()
    make.name(draft, lin)
    assert "given no release for “Shown as it was recorded”" in words(head.get(gate))
    make.release(lin)
    told = words(head.get(gate))
    assert "Everyone named in it has a release. Declared by Director, not checked." in told


@pytest.mark.slow
def test_a_library_asks_as_often_however_many_there_are(film: Film, head: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert head.get(f"/films/{film.id}/references/").status_code == 200
        return len(queries)

    people = [make.person(film, f"Person {n}") for n in range(3)]
    for each in people:
        make.signed(make.release_link(each))
    make.name(made.picture(film), *people)
    few = asked()
    for _ in range(12):
        make.name(made.picture(film, nobody=False), *people)
    assert asked() == few
    assert Reference.objects.count() == 13


@pytest.mark.slow
def test_the_page_of_people_asks_as_often_however_many_there_are(film: Film, head: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert head.get(f"/films/{film.id}/people/").status_code == 200
        return len(queries)

    def some(n: int) -> None:
        for each in range(n):
            one = make.person(film, f"Person {each}")
            make.signed(make.release_link(one))
            make.release_link(one)

    some(2)
    few = asked()
    some(8)
    assert asked() == few
