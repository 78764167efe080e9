"""What the environment changes in the settings."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management.utils import get_random_secret_key

SHOWN = """
import json
from slowfilm import settings
print(json.dumps([settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT]))
"""


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


def test_nothing_is_left_to_say_about_a_site_behind_nginx() -> None:
    environment = {
        **os.environ,
        "SECRET_KEY": get_random_secret_key(),
        "ALLOWED_HOSTS": "film.example.org",
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "MEDIA_ACCEL": "/blobs/",
        "EMAIL_URL": "smtp://user:password@mail.example.org:587",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
