"""The demonstration of the default county, made once for all its tests."""

from __future__ import annotations

import pytest
from demo_county import Demo, make_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The county that `aixin demo` shows; read it, or copy its folder to write."""
    return make_demo(tmp_path_factory.mktemp("demo") / "county")
