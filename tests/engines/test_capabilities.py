"""What an engine can do is asked by pages, and a process that serves pages must stay small."""

import os
import subprocess
import sys

import pytest

from slowfilm import engines

ASK = """
from slowfilm import engines
for name in engines.names():
    engines.engine(name).capabilities()
"""
SERVE = """
import slowfilm.asgi, slowfilm.urls
"""
SAY = """
import sys
heavy = {"av", "torch", "diffusers", "numpy", "cv2", "onnxruntime", "PIL"} & set(sys.modules)
print(",".join(sorted(heavy)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("what", [ASK, SERVE], ids=["engines", "site"])
def test_it_loads_nothing_heavy(what: str) -> None:
    assert engines.names()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "slowfilm.settings"}
    command = [sys.executable, "-c", what + SAY]
    asked = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert asked.stdout.strip() == ""
