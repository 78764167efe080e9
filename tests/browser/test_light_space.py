"""What the hand sees in the browser is what a worker renders."""

import json
import subprocess
import sys

import pytest


@pytest.mark.slow
def test_webgl_and_numpy_are_within_two_codes() -> None:
    """In a process of its own: it needs a Chromium that draws without a graphics card."""
    child = [sys.executable, "-m", "tests.browser.light_parity"]
    told = subprocess.run(child, check=True, capture_output=True, text=True, timeout=120).stdout
    assert {name: far for name, far in json.loads(told).items() if far > 2} == {}
