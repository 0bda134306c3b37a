"""How the app keeps small: its threads take from one heap, and what is large is given back when it is done with."""

from __future__ import annotations

import contextlib
import sys

#: Names of `mallopt` in glibc's malloc.h: heaps at most; what is left at the end before it is given back; from where on
#: a block stands alone.
_ARENA_MAX, _TRIM_THRESHOLD, _MMAP_THRESHOLD = -8, -1, -3
_LARGE = 64 * 1024


def keep_small() -> None:
    """Ask the C library for one heap instead of one for each thread; where it is not glibc's, nothing is asked."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # another C library has no such thing
        mallopt = ctypes.CDLL(None).mallopt
        for option, value in ((_ARENA_MAX, 1), (_TRIM_THRESHOLD, _LARGE), (_MMAP_THRESHOLD, _LARGE)):
            mallopt(option, value)
