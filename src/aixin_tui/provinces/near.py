"""The nearest known spelling of a name that nothing declares."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from aixin_tui.texts import Label


def nearest(name: str, known: Iterable[str]) -> str:
    """Give the known name most like `name`, empty where none is near; the same whatever the order of `known`."""
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.8)), "")


def fix_of(near: str, otherwise: str = "spec.declare") -> Label:
    """Give the remedy: to take the nearest spelling, else what the label `otherwise` says."""
    return Label("spec.did_you_mean" if near else otherwise)
