"""What the environment changes in the settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.utils import get_random_secret_key

SHOWN = """
import json
from slowfilm import settings
print(json.dumps([settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("proxies", "expected"),
    [("", [None, 0]), ("0", [None, 0]), ("2", [["HTTP_X_FORWARDED_PROTO", "https"], 2])],
)
def test_a_forwarded_scheme_is_believed_of_declared_proxies_alone(
    proxies: str, expected: object
) -> None:
    environment = {**os.environ, "TRUSTED_PROXIES": proxies}
    if not proxies:
        del environment["TRUSTED_PROXIES"]
    shown = subprocess.run(
        [sys.executable, "-c", SHOWN], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout) == expected


def settled(names: str, **environment: str) -> list[object]:
    """What the settings of these names are in an environment."""
    script = f"from slowfilm.settings import {names}; import json; print(json.dumps([{names}]))"
    shown = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    values: list[object] = json.loads(shown.stdout)
    return values


@pytest.mark.slow
def test_letters_leave_by_the_server_that_is_named() -> None:
    names = "EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, DEFAULT_FROM_EMAIL"
    named = {
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
        "ALLOWED_HOSTS": "film.example.org",
    }
    smtp = ["django.core.mail.backends.smtp.EmailBackend", "mail.example.org", 587, True]
    assert settled(names, **named) == [*smtp, "Slowfilm <slowfilm@film.example.org>"]
    sender = settled("DEFAULT_FROM_EMAIL", EMAIL_FROM="studio@example.org")
    assert sender == ["studio@example.org"]
    console = "django.core.mail.backends.console.EmailBackend"
    assert settled("EMAIL_BACKEND", EMAIL_URL="consolemail://") == [console]


@pytest.mark.slow
def test_a_secret_may_begin_with_any_character() -> None:
    assert settled("SECRET_KEY", SECRET_KEY="$abc") == ["$abc"]


@pytest.mark.slow
def test_an_empty_variable_is_as_none() -> None:
    empty = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "SECRET_KEY"), "")
    names = "DATABASE_URL, REDIS_URL, STORAGE_URL, SECRET_KEY"
    assert settled(names, **empty) == settled(names)


@pytest.mark.slow
def test_the_data_folder_is_there_even_when_nothing_else_is_kept_in_it(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    settled("DEBUG", DATA=str(data), SECRET_KEY="a-secret-of-the-environment")
    assert data.is_dir()


WRONG = [
    {"DATABASE_URL": "hello"},
    {"DATABASE_URL": "mysql://user@host/name"},
    {"REDIS_URL": "hello"},
    {"STORAGE_URL": "ftp://host"},
    {"DATA": "/proc/nothing"},
]


@pytest.mark.slow
@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_cannot_be_is_said_in_one_line(wrong: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "up"]
    environment = {**os.environ, **wrong}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode != 0
    (line,) = said.stderr.splitlines()
    assert line.startswith(next(iter(wrong)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("port", "why"), [("soon", "invalid int value"), ("99999", "There is no port 99999")]
)
def test_a_port_that_is_none_is_said(tmp_path: Path, port: str, why: str) -> None:
    environment = {**os.environ, "PORT": port, "DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", "up"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode != 0
    assert why in said.stderr and "Traceback" not in said.stderr


@pytest.mark.slow
def test_nothing_is_left_to_say_about_a_site_behind_nginx() -> None:
    environment = {
        **os.environ,
        "SECRET_KEY": get_random_secret_key(),
        "ALLOWED_HOSTS": "film.example.org",
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "MEDIA_ACCEL": "/blobs/",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
