"""Entry of `aixin` and `python -m aixin_tui`: the standard library only, until it is known what is asked for."""

from __future__ import annotations

import gc
import sys

#: After so many new objects garbage is looked for, and after so many times in older ones.
_SELDOM = (50_000, 20, 20)


def _open_app(*args: object, **options: object) -> int:
    """Import the app only when it is opened: the command line never pays for it."""
    from aixin_tui.tui.start import open_app

    return open_app(*args, **options)  # type: ignore[arg-type]


def main() -> int:
    """Run the command line; it opens the app where no command is named."""
    gc.set_threshold(*_SELDOM)  # a command makes hardly anything that only the collector would find
    from aixin_tui.cli.main import run

    return run(sys.argv[1:], _open_app)


if __name__ == "__main__":
    sys.exit(main())
