"""Who is at work: the operating system's user, by number and not by what the environment says."""

from __future__ import annotations

import os
import pwd


def user_name() -> str:
    """Name the user of this process; one whom the system has no name for goes by the number.

    `LOGNAME` and `USER` are not asked: anybody may set them to a colleague's name, and roles hang on this one.
    """
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
