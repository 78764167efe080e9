"""A measurement is slow: `-m "not slow"` is the quick half of the tests and measures nothing."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, beside its own mark."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
