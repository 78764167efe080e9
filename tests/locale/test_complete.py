"""Nothing is left unsaid in Chinese, and nothing is said that nobody asks for."""

import io
import re
import shutil
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.mofile import write_mo
from django.core.management import call_command
from pytest_django import Settings

from tests.locale.words import CHINESE, DOMAINS, ROOT, catalogue, ids, messages, said

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[.\d]*[sdf](?![A-Za-z])|%%|</?\w[^>]*>")
# The punctuation of Latin text, touching Chinese.
LATIN_MARK = re.compile(r"[\u3400-\u9fff][,;:?!]|[,;:?!][\u3400-\u9fff]|[\u3400-\u9fff]\.(?!\w)")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """A folder of catalogues collected just now, from a copy of everything that speaks."""
    for name in ("slowfilm", "templates", "static/js"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("locale"))
    folder = tmp_path / "fresh"
    folder.mkdir()
    settings.LOCALE_PATHS = [folder]
    monkeypatch.chdir(tmp_path)
    return folder


def key(message: Message) -> tuple[str | None, tuple[str, ...]]:
    return message.context, ids(message)


@pytest.mark.slow
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_in_the_catalogue_and_no_other(domain: str, fresh: Path) -> None:
    call_command("makemessages", locale=["zh_Hans"], domain=domain, verbosity=0)
    wanted = {key(message) for message in catalogue(domain, fresh) if message.id}
    ours = {key(message) for message in messages(domain)}
    assert len(wanted) > 100
    assert wanted - ours == set(), "say these in Chinese"
    assert ours - wanted == set(), "nobody says these any more"


@pytest.mark.parametrize("domain", DOMAINS)
def test_everything_is_translated(domain: str) -> None:
    found = catalogue(domain)
    assert list(found.obsolete) == []
    assert [ids(one) for one in found if one.id and one.fuzzy] == []
    assert [ids(one) for one in found if one.id and not all(said(one))] == []
    assert (found.num_plurals, found.plural_expr) == (1, "0")


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_filled_in_stays(domain: str) -> None:
    for message in messages(domain):
        wanted = set(PLACEHOLDER.findall(ids(message)[-1]))
        assert set(PLACEHOLDER.findall(said(message)[0])) == wanted, ids(message)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_catalogue_compiles(domain: str) -> None:
    found = catalogue(domain)
    problems = [(ids(message), list(map(str, errors))) for message, errors in found.check()]
    assert problems == []
    compiled = io.BytesIO()
    write_mo(compiled, found)
    assert len(compiled.getvalue()) > 1000


@pytest.mark.parametrize("domain", DOMAINS)
def test_chinese_has_its_own_punctuation_and_calm(domain: str) -> None:
    for message in messages(domain):
        for text in said(message):
            plain = PLACEHOLDER.sub("字", text)
            assert not re.search("[!！]", plain), text
            assert not LATIN_MARK.search(plain), text
            assert CHINESE.search(plain) or plain in ("、", "。", "Slowfilm"), text


def test_catalogues_carry_no_dates() -> None:
    for domain in DOMAINS:
        path = ROOT / "slowfilm" / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"
        assert not re.search('^"[A-Za-z-]+-Date:', path.read_text(), re.MULTILINE)
