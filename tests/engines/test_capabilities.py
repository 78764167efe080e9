"""What an engine can do is asked by pages, which must stay small."""

import subprocess
import sys

from slowfilm import engines

ASK = """
import sys
from slowfilm import engines
for name in engines.names():
    engines.engine(name).capabilities()
heavy = {"av", "torch", "diffusers", "numpy", "cv2", "onnxruntime", "PIL"} & set(sys.modules)
print(",".join(sorted(heavy)))
"""


def test_asking_what_engines_can_do_loads_nothing_heavy() -> None:
    assert engines.names()
    asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == ""
