"""The kit that authors of provinces get: the same rules as `aixin province check`, as a pytest class."""

from aixin_tui.testing.conformance import ProvinceConformance

__all__ = ["ProvinceConformance"]
