"""No sentence stands in a template, a script or a view that could not be said in Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.locale.words import ROOT, heard

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
MODULES = sorted(
    path for path in (ROOT / "slowfilm").rglob("*.py") if path.parent.name != "migrations"
)
# A language is offered in its own words; formats of files have their names.
OWN_NAMES = {"English", "OTIO", "EDL", "FCPXML", "CSV", "SHA-256"}
WORD = re.compile(r"(?!Slowfilm)\b[A-Za-z]{2,}")

TRANSLATED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% block body_class %}.*?{% endblock %}"
    r"|{% comment.*?{% endcomment %}|{#.*?#}",
    re.DOTALL,
)
FILLED_IN = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)

SAID = r"(?:textContent|innerText|ariaLabel|ariaDescription|title|placeholder|alt|label)"
LITERAL = r"""("[^"\n]*"|'[^'\n]*'|`[^`]*`)"""
IN_SCRIPTS = [
    re.compile(rf"\b{SAID}\s*[:=]\s*{LITERAL}"),
    re.compile(rf"""setAttribute\(\s*["'](?:aria-label|title|placeholder)["'],\s*{LITERAL}"""),
    re.compile(rf"""\bbutton\(\s*["'][^"']*["'],\s*{LITERAL}"""),
    re.compile(rf"\b(?:alert|confirm|createTextNode|append|replaceChildren)\(\s*{LITERAL}"),
]

SAYING = {"Refused": 1, "ValidationError": 0}  # call -> which argument people read
TOLD = {"label", "help_text", "empty_label", "verbose_name", "reason"}


def in_template(text: str) -> Iterator[str]:
    """What a template says without asking for its translation."""
    for said in heard(FILLED_IN.sub("", TRANSLATED.sub("", text))):
        if WORD.search(said) and said not in OWN_NAMES:
            yield said


def in_script(text: str) -> Iterator[str]:
    """Literals that a script puts before people without t()."""
    for pattern in IN_SCRIPTS:
        for literal in pattern.findall(text):
            if WORD.search(re.sub(r"\$\{[^}]*\}", "", literal)):
                yield literal


def in_module(text: str) -> Iterator[str]:
    """Literals that Python puts before people without gettext."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = SAYING.get(name)
        read = [node.args[place]] if place is not None and len(node.args) > place else []
        read += [word.value for word in node.keywords if word.arg in TOLD]
        for one in read:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            for part in parts:
                if isinstance(part, ast.Constant) and WORD.search(str(part.value or "")):
                    yield str(part.value)


def path_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=path_of)
def test_templates_say_nothing_in_english_only(path: Path) -> None:
    assert list(in_template(path.read_text())) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=path_of)
def test_scripts_say_nothing_in_english_only(path: Path) -> None:
    assert list(in_script(path.read_text())) == []


@pytest.mark.slow
def test_modules_say_nothing_in_english_only() -> None:
    found = {path_of(path): list(in_module(path.read_text())) for path in MODULES}
    assert {path: said for path, said in found.items() if said} == {}


def test_the_scans_find_what_they_look_for() -> None:
    assert list(in_template('<p title="Go{{ on }}">{% translate "Ok" %} Stop</p>')) == [
        "Go",
        "Stop",
    ]
    script = 'a.title = "Go"; b.textContent = t("Stop"); button("plain", `Wait ${n}`, act);'
    assert list(in_script(script)) == ['"Go"', "`Wait ${n}`"]
    assert list(in_module('Refused("code", f"No {x}"); Field(label=_("Yes"))')) == ["No "]
