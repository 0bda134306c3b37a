"""What a store raises: the two ways in which it cannot do what was asked."""

from __future__ import annotations


class StoreBusyError(Exception):
    """Another process holds the lock longer than we wait; the message says who and since when."""


class StoreDamagedError(Exception):
    """The files contradict each other in a way that no crash of ours can cause; nothing was changed."""
