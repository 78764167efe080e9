"""engines.toml: which engines are switched on, how, and what is said where it is wrong."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from slowfilm import engines
from slowfilm.engines.settings import SettingsError, check, read
from tests.engines.material import asking

Patch = pytest.MonkeyPatch


def written(folder: Path, text: str) -> Path:
    path = folder / "engines.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_word_those_that_need_nothing_are_on(monkeypatch: Patch, tmp_path: Path) -> None:
    monkeypatch.delenv("SLOWFILM_ENGINES", raising=False)
    monkeypatch.setenv("DATA", str(tmp_path))
    assert engines.names()[0] == "animatic"
    assert set(engines.names()) <= {"animatic", "composite"}
    check()


def test_a_file_beside_the_data_is_read(monkeypatch: Patch, tmp_path: Path) -> None:
    monkeypatch.delenv("SLOWFILM_ENGINES", raising=False)
    monkeypatch.setenv("DATA", str(tmp_path))
    written(tmp_path, '[small]\nkind = "animatic"\ntitle = "小样"\nsizes = ["640x360"]\n')
    assert engines.names() == ("small",)
    can = engines.engine("small").capabilities()
    assert (can.name, can.title, can.sizes) == ("small", "小样", ((640, 360),))
    with pytest.raises(LookupError):
        engines.engine("animatic")


def test_its_path_or_names_may_be_given(monkeypatch: Patch, tmp_path: Path) -> None:
    path = written(tmp_path, "[one]\nkind = 'animatic'\n[two]\nkind = 'animatic'\n")
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    assert engines.names() == ("one", "two")
    assert engines.engine("one") is engines.engine("one")
    assert engines.engine("one") is not engines.engine("two")
    monkeypatch.setenv("SLOWFILM_ENGINES", " animatic ,,animatic ")
    assert engines.names() == ("animatic",)


def test_options_time_and_sizes_are_the_engines_own(monkeypatch: Patch, tmp_path: Path) -> None:
    told = "[far]\nkind = 'tests.engines.faulty'\ndevice = 'cuda:1'\ntime_limit = 90\n"
    monkeypatch.setenv("SLOWFILM_ENGINES", str(written(tmp_path, told)))
    assert engines.time_limit("far") == 90
    assert read(tmp_path / "engines.toml")["far"].options == {"device": "cuda:1"}


def test_a_size_that_is_not_offered_here_is_refused(monkeypatch: Patch, tmp_path: Path) -> None:
    path = written(tmp_path, '[small]\nkind = "animatic"\nsizes = ["640x360"]\n')
    monkeypatch.setenv("SLOWFILM_ENGINES", str(path))
    one = asking(name="small")
    assert engines.engine("small").check(one) == []
    larger = replace(one, width=1280, height=720)
    assert [each.code for each in engines.engine("small").check(larger)] == ["size-not-offered"]
    odd = replace(one, width=641)
    assert [each.code for each in engines.engine("small").check(odd)] == ["size-not-offered"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a\n", "is no TOML"),
        ("", "names no engine"),
        ("animatic = 1\n", r"\[animatic\] an engine is a table"),
        ("[Big]\n", r"\[Big\] a name has"),
        ("[nothing]\n", r"\[nothing\] kind: there is no kind of engine called nothing"),
        ("[a]\nkind = 3\n", r"\[a\] kind: a text"),
        ("[a]\nkind = 'base'\n", r"\[a\] kind: base is no engine"),
        ("[animatic]\nsteps = 9\n", r"\[animatic\] steps: animatic takes no such option"),
        ("[animatic]\nsizes = '1x1'\n", r"\[animatic\] sizes: a list of sizes reads"),
        ("[animatic]\nsizes = ['64x64']\n", r"\[animatic\] sizes: it makes no 64x64. It makes 128"),
        ("[animatic]\nsizes = [720]\n", r"\[animatic\] sizes: a list of sizes reads"),
        ("[animatic]\ntime_limit = 0\n", r"\[animatic\] time_limit: a number of seconds"),
        ("[animatic]\ntime_limit = true\n", r"\[animatic\] time_limit: a number of seconds"),
        ("[animatic]\ntitle = []\n", r"\[animatic\] title: a text"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(text: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError, match=said) as error:
        read(path)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be read"):
        read(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="can't be read"):
        read(tmp_path / "binary.toml")


@pytest.mark.slow
def test_nothing_starts_with_settings_that_are_wrong(tmp_path: Path) -> None:
    for told, said in (
        (str(written(tmp_path, "[animatic]\nsteps = 1\n")), "steps: animatic takes no such option"),
        ("animatic,vase", "SLOWFILM_ENGINES: there is no kind of engine called vase"),
    ):
        ended = subprocess.run(
            [sys.executable, "manage.py", "worker", "--help"],
            env={**os.environ, "SLOWFILM_ENGINES": told},
            capture_output=True,
            text=True,
        )
        assert ended.returncode == 1
        assert said in ended.stderr and "Traceback" not in ended.stderr
