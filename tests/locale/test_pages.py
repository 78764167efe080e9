"""The pages themselves, asked for in Chinese: whatever is read or read out is Chinese."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from babel.messages.mofile import write_mo
from django.conf import settings as site_settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import Settings

from slowfilm.accounts.models import User
from slowfilm.context_processors import javascript_catalogue
from slowfilm.films import actions, invitations
from slowfilm.films.models import Film, Invitation
from slowfilm.generations.characters import said
from slowfilm.reviews.notes import write_note
from slowfilm.shots.models import Shot
from tests import make
from tests.browser.seats import seated
from tests.conftest import Site
from tests.generations import made
from tests.locale.words import DOMAINS, ROOT, catalogue, heard
from tests.references import cast

WORD = re.compile(r"[A-Za-z]{3,}")
# Names of things, the same in every language: ours, an engine's, tags, and how files are written.
NAMES = re.compile(
    r"Slowfilm(?:-Signature)?|English|JavaScript|JSON|PIN|VHS|SRT|VTT|png|pcm|(?i:animatic|composite)|@?(?:Image|Video|Audio)\d?|S\d\d_SH\d+(?:_v\d+)?"
    r"|MIT|Apache-2\.0|@mediapipe/pose \(npm\)|engines\.toml|Seedance|seedance|BytePlus ModelArk"
    r"|seed\.bytedance\.com|ARK_API_KEY|asset-…"
    r"|t=SECONDS,v1=HEX|HMAC-SHA256|SECONDS|CSV|PDF|EDL|OTIO|FCPXML|XML"
    r"|Avid|Premiere|Final Cut|v\d\d\d"
    r"|[\w.]+@example\.org|https?://\S+|kHz|\b[A-Z2-7]{32}\b"
)
CHINESE = {"Accept-Language": "zh-CN"}
# A brief that cites nothing, and in which nobody speaks.
NO_ROWS = {
    f"{part}-{count}_FORMS": "0" for part in ("cite", "line") for count in ("TOTAL", "INITIAL")
}
TEXTS = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("script, style, noscript"))
      found.push(walker.currentNode.textContent);
  }
  for (const each of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    found.push(each.ariaLabel, each.title, each.placeholder, each.alt);
  return found.filter((text) => text && text.trim());
}"""


def foreign(texts: Iterator[str] | list[str]) -> list[str]:
    """The texts that hold a word which is not Chinese and no name."""
    return sorted({text for text in texts if WORD.search(NAMES.sub("", text))})


@pytest.fixture(autouse=True)
def compiled(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The catalogues as they stand, compiled; not what was compiled some time ago."""
    for domain in DOMAINS:
        folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "slowfilm/locale/zh_Hans/LC_MESSAGES" / f"{domain}.po", folder)
        with (folder / f"{domain}.mo").open("wb") as file:
            write_mo(file, catalogue(domain))
    settings.LOCALE_PATHS = [tmp_path]
    javascript_catalogue.cache_clear()
    yield
    javascript_catalogue.cache_clear()


@pytest.fixture
def film(db: None) -> Film:
    """A film of people with Chinese names, as it stands after some weeks."""
    film = make.film(make.user("韦岚"))
    head = make.director(film)
    actions.change_film(
        film_id=film.id, actor=head.actor, title="巷子", why="再听一次。", nevers=["不拍生人。"]
    )
    film.team.name = "小巷"
    film.team.save()
    for name, role in (("陈默", "sound"), ("诺尔", "performer"), ("安达", "engineer")):
        make.member(film, role, name=name)
    for note in ("录雨的人", ""):
        invite(film, note)
    told = {"codec": "png", "width": 480, "height": 270, "rotation": 90, "rate": ""}
    facts = {"kind": "picture", **told}
    made.picture(film, name="灯", maker="安达", year="1998", medium="16mm", facts=facts)
    told = {"codec": "pcm", "width": 0, "rotation": 0, "rate": "", "duration": "3"}
    sounding = {"has_sound": True, "sample_rate": 48000, "channels": 1}
    made.sound(film, name="雨声", facts={"kind": "sound", **told, **sounding})
    made.picture(film, name="邻居", facts=facts, nobody=False)
    film.refresh_from_db()
    return film


def invite(film: Film, note: str) -> str:
    """An invitation's address."""
    head = make.director(film)
    command = uuid4()
    invitations.invite(
        film_id=film.id,
        actor=head.actor,
        command=command,
        roles=["cinematographer", "editor"],
        note=note,
    )
    return f"/invitations/{invitations.token_of(Invitation.objects.get(id=command))}/"


@pytest.fixture
def shot(film: Film) -> Shot:
    """A shot with two drafts, one put forward, and something said about it."""
    shot = make.shot(film)
    make.draft(film, shot)
    draft = make.draft(film, shot)
    Shot.objects.filter(pk=shot.pk).update(selected=draft, selected_at=timezone.now(), title="灯下")
    write_note(
        film_id=film.id,
        actor=make.director(film).actor,
        command=uuid4(),
        draft=draft.id,
        first=3,
        last=4,
        kind="change",
        text="再暗一些。",
    )
    one = cast.character(film, "1998", subject=film.references.get(name="灯"))
    line = cast.line(one, take=film.references.get(name="雨声"), translation="下雨了。")
    lines = tuple(said(film.id, [(line.id, 500)]))
    made.finish(made.queue(shot, made.wanted(text="@林遥（1998）看雨。", lines=lines)))
    made.queue(shot, made.wanted(text="雨中的一盏灯。"))
    shot.refresh_from_db()
    return shot


def reader(film: Film | None = None) -> Client:
    """Somebody who reads Chinese; with a film, its director."""
    client = Client()
    client.cookies[site_settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    if film:
        client.force_login(make.director(film).user)
    return client


def pages(film: Film, shot: Shot) -> list[str]:
    """Every page the director may look at."""
    own = f"/films/{film.id}"
    at_film = ["", "change/", "year/", "policy/", "members/", "invitations/", "references/"]
    at_film += ["generations/", "engines/", "archive/", "notes/", "webhooks/"]
    at_film += [f"members/{film.members.latest('joined_at').id}/"]
    at_film += [f"references/{one.id}/" for one in film.references.all()]
    at_film += [f"shots/{shot.id}/brief/", f"shots/{shot.id}/gate/", "characters/"]
    at_film += [f"characters/{one.id}/" for one in film.characters.all()]
    at_film += [f"drafts/{one.id}/inputs/" for one in film.drafts.all()]
    account = ["", "password/change/", "webauthn/", "reauthenticate/", "logout/"]
    return ["/", "/films/new/", "/inbox/", *(f"{own}/{path}" for path in at_film)] + [
        f"/account/{path}" for path in account
    ]


@pytest.mark.slow
def test_a_directors_pages_are_chinese(film: Film, shot: Shot) -> None:
    client = reader(film)
    left = {}
    for path in pages(film, shot):
        answer = client.get(path)
        assert answer.status_code == 200, path
        left[path] = foreign(heard(answer.content.decode()))
    assert {path: texts for path, texts in left.items() if texts} == {}


@pytest.mark.slow
def test_what_leaves_for_a_provider_is_said_in_chinese(
    film: Film, shot: Shot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing leaves here: the key is none, and nothing is queued."""
    path = tmp_path / "engines.toml"
    path.write_text("[animatic]\n[seedance]\n[byteplus]\nkind = 'seedance'\n" + BYTEPLUS)
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    client, own = reader(film), f"/films/{film.id}"
    person = make.person(film, "周")
    secret = make.release_link(person, providers=["volcengine-ark", "byteplus-modelark"])
    pages = [f"{own}/engines/", f"{own}/people/{person.id}/", f"{own}/people/{person.id}/ask/"]
    found = {path: client.get(path) for path in [*pages, f"/release/{secret}/?language=zh-hans"]}
    monkeypatch.setenv("ARK_API_KEY", "no key")
    told = {"text": "一盏灯。", "engine": "seedance", "size": "1280x720", "seconds": "5"}
    cited = {"cite-0-reference": film.references.get(name="灯").id, "cite-0-role": "subject"}
    counts = {**NO_ROWS, "cite-TOTAL_FORMS": "1"}
    brief = {**told, "rate": "24", "seed": "7", **counts, **cited}
    found["sending"] = client.post(f"{own}/shots/{shot.id}/brief/", brief)
    assert "火山方舟" in found["sending"].content.decode()
    make.signed(secret)
    found["people"] = client.get(f"{own}/people/")
    left = {path: foreign(heard(answer.content.decode())) for path, answer in found.items()}
    assert {path: texts for path, texts in left.items() if texts} == {}


BYTEPLUS = "base_url = 'https://ark.ap-southeast.bytepluses.com/api/v3'\n"


@pytest.mark.slow
def test_the_doors_are_chinese(film: Film) -> None:
    doors = ["login/", "signup/", "password/reset/", "password/reset/sent/"]
    paths = [f"/account/{door}" for door in doors] + [invite(film, "客人"), "/not-here/"]
    paths += ["/account/password/reset/0-bad/", "/demo-sign-in/bad/"]
    left = {path: foreign(heard(reader().get(path).content.decode())) for path in paths}
    assert {path: texts for path, texts in left.items() if texts} == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/account/login/", {}),
        ("/account/login/", {"login": "nobody", "password": "wrong"}),
        ("/account/login/", {"login": "nobody@example.org", "password": "wrong"}),
        ("/account/password/reset/", {"email": "nobody"}),
        ("/films/new/", {}),
        ("/films/new/", {"title": "巷子", "nevers": "不" * 400}),
        ("FILM/policy/", {"waiting_days": "-1"}),
        ("FILM/year/", {"year": "soon"}),
        ("FILM/invitations/", {"roles": ["国王"]}),
        ("/account/password/change/", {"oldpassword": "x", "password1": "a", "password2": "b"}),
        ("FILM/characters/", {}),
        ("SHOT/brief/", {"text": "@老人", **NO_ROWS, "line-TOTAL_FORMS": "1", "line-0-line": "x"}),
        (
            "SHOT/brief/",
            {"text": "@Image7", "seed": "-3", "size": "1x1", "seconds": "99"} | NO_ROWS,
        ),
    ],
)
def test_what_is_refused_is_refused_in_chinese(
    film: Film, shot: Shot, path: str, sent: dict[str, str]
) -> None:
    inside = not path.startswith("/account/") or "change" in path
    path = path.replace("FILM", f"/films/{film.id}")
    path = path.replace("SHOT", f"/films/{film.id}/shots/{shot.id}")
    answer = reader(film if inside else None).post(path, sent)
    assert answer.status_code in (200, 422)
    assert foreign(heard(answer.content.decode())) == []


ADDRESS = "wei.lan@example.org"  # for those whose names are Chinese are none


def signed_in(film: Film) -> Client:
    """The director, who has just entered their password."""
    User.objects.filter(id=make.director(film).user_id).update(email=ADDRESS)
    client = reader()
    fields = {"login": ADDRESS, "password": "a long walk home"}
    assert client.post("/account/login/", fields).status_code == 302
    return client


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("totp/activate/", {"code": "000000"}),
        ("totp/activate/", {"code": "soon"}),
        ("webauthn/add/", {"name": "钥匙", "credential": "{}"}),
        ("webauthn/add/", {"name": "", "credential": "hello"}),
        ("reauthenticate/", {"password": "wrong"}),
        ("password/change/", {"oldpassword": "wrong", "password1": "a long walk home"}),
        ("yourself/", {"name": "", "email": "nobody"}),
        ("yourself/", {"name": "韦岚", "email": "other@example.org", "password": "wrong"}),
    ],
)
def test_an_account_is_refused_in_chinese(film: Film, path: str, sent: dict[str, str]) -> None:
    client = signed_in(film)
    client.post("/account/reauthenticate/", {"password": "a long walk home"})
    answer = client.post(f"/account/{path}", sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'class="refusal"' in page
    assert foreign(heard(page)) == []


@pytest.mark.slow
def test_the_second_step_is_refused_in_chinese(film: Film) -> None:
    TOTP.activate(make.director(film).user, generate_totp_secret())
    client = signed_in(film)
    page = client.post("/account/authenticate/", {"code": "000000"}).content.decode()
    assert 'class="refusal"' in page
    assert foreign(heard(page)) == []


@pytest.mark.slow
def test_a_letter_is_chinese(film: Film) -> None:
    User.objects.filter(id=make.director(film).user_id).update(email=ADDRESS)
    for address in (ADDRESS, "nobody@example.org"):
        reader().post("/account/password/reset/", {"email": address})
    for letter in mail.outbox:
        words = re.sub(r"testserver|example\.com", "", f"{letter.subject}\n{letter.body}")
        assert foreign(words.splitlines()) == []
    assert len(mail.outbox) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/account/login/", "elsewhere.example", 400),
        ("/not-here/", "testserver", 404),
        ("FILM/year/", "testserver", 403),
    ],
)
def test_a_page_that_says_no_is_chinese(film: Film, path: str, host: str, status: int) -> None:
    client = reader()
    client.force_login(make.member(film, "viewer", name="客人").user)
    answer = client.get(path.replace("FILM", f"/films/{film.id}"), headers={"host": host})
    assert answer.status_code == status
    page = answer.content.decode()
    assert '<html lang="zh-hans">' in page
    assert foreign(heard(page)) == []


@pytest.mark.slow
def test_the_api_says_no_in_chinese(film: Film, shot: Shot) -> None:
    url = f"/api/films/{film.id}/shots/{shot.id}/generations"
    bearer = {"Authorization": f"Bearer {make.token(make.director(film).user)}"}
    by_session = Client(enforce_csrf_checks=True)
    by_session.force_login(make.director(film).user)
    answers = {
        "malformed": Client().post(url, "{", "application/json", headers=bearer | CHINESE),
        "no-token": by_session.post(url, "{}", "application/json", headers=CHINESE),
        "signed-out": Client().get("/api/films", headers=CHINESE),
        "not-found": Client().get("/api/nothing", headers=CHINESE),
    }
    for code, answer in answers.items():
        assert answer.json()["code"] == code
        assert foreign([re.sub("JSON|CSRF|X-CSRFToken|bearer", "", answer.json()["reason"])]) == []
    wrong = Client().post(url, '{"text": 1}', "application/json", headers=bearer | CHINESE)
    assert "不符合/api/openapi.json的要求" in wrong.json()["reason"]


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["zh", "zh-CN", "zh-Hans", "zh-SG", "zh-TW", "fr, zh;q=0.5"])
def test_whoever_reads_some_chinese_is_given_it(db: None, asked: str) -> None:
    page = Client().get("/account/login/", headers={"Accept-Language": asked}).content.decode()
    assert '<html lang="zh-hans">' in page


def test_changing_the_language_keeps_the_page(film: Film) -> None:
    client = Client()
    client.force_login(make.director(film).user)
    here = f"/films/{film.id}/references/?kind=sound"
    page = client.get(here).content.decode()
    assert f'name="next" value="{here}"' in page
    answer = client.post("/language/", {"language": "zh-hans", "next": here})
    assert answer.headers["Location"] == here
    assert '<html lang="zh-hans">' in client.get(here).content.decode()
    away = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["room", "references", "brief", "generations"])
def test_what_scripts_say_is_chinese(
    site: Site, chromium: Browser, film: Film, shot: Shot, page: str
) -> None:
    """The site is a process of its own: it reads what `make` compiled."""
    paths = {"brief": f"shots/{shot.id}/brief/", "room": f"room/?shot={shot.id}"}
    with seated(chromium, site, make.director(film), locale="zh-CN") as seat:
        seat.page.goto(f"{site.url}/films/{film.id}/{paths.get(page, page + '/')}")
        if page == "room":
            seat.page.get_by_placeholder("写批注").wait_for(state="attached")
        texts = seat.settles(lambda: seat.page.evaluate(TEXTS))  # with what scripts put there
        assert len(texts) > 10
        assert foreign(texts) == []
