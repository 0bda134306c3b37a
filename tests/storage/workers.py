"""What the processes of the kill tests run: `python workers.py TASK WORKSPACE …`; a line is an acknowledgement."""

from __future__ import annotations

import os
import sys

from aixin_tui.domain.kinds import home_of
from aixin_tui.domain.record import Act, Change
from aixin_tui.storage.clock import SystemClock
from aixin_tui.storage.ids import Ulids
from aixin_tui.storage.store import open_store

TOWN = "630121100"


def say(text):
    os.write(1, f"{text}\n".encode())


def act_of(ids, number, worker):
    return Act("add_child", f"user{worker}", (
        Change("child", ids.new(), {"name": f"w{worker}-{number}", "division_code": TOWN, "note": "事" * (number % 90)},
               home_of("child", TOWN)),
        Change("activity", ids.new(), {"note": f"w{worker}-{number}", "date": "2025-03-01"},
               home_of("activity", TOWN, day="2025-03-01")),
        *((Change("incident", ids.new(), {"what": f"w{worker}-{number}"}, home_of("incident", TOWN)),)
          if number % 5 == 0 else ())))


def write(folder, worker, count, fold):
    """Save, and fold every `fold` acts."""
    ids = Ulids()
    store = open_store(folder, clock=SystemClock(), ids=ids)
    say("up")
    for number in range(int(count)):
        store.commit(act_of(ids, number, worker))
        say(f"w{worker}-{number}")
        if int(fold) and number % int(fold) == int(fold) - 1:
            store.fold()


def take_in(folder, worker, count, fold):
    """Import: many acts under one lock; a row is acknowledged by its receipt."""
    ids = Ulids()
    store = open_store(folder, clock=SystemClock(), ids=ids)
    say("up")
    for start in range(0, int(count), 40):
        acts = [act_of(ids, number, worker) for number in range(start, start + 40)]
        for number, _ in enumerate(store.commit_many(acts), start):
            say(f"w{worker}-{number}")
        if int(fold):
            store.fold()


def tables(folder, worker, count, _):
    """A script of an administrator: insert rows, and count up one shared number."""
    from tinydb import where

    from aixin_tui.scripting import open_tables

    db = open_tables(folder, TOWN)
    for number in range(int(count)):
        db.table("register_entries").insert({"register": "funds", "note": f"w{worker}-{number}"})
        say(f"w{worker}-{number}")
        db.table("households").update(lambda row: row.update(address=row["address"] + 1), where("address").exists())
    db.close()


def hold(folder, seconds, *_):
    """Hold the lock."""
    import time
    from pathlib import Path

    from aixin_tui.storage.lock import Lock

    with Lock(Path(folder) / "lock").held():
        say("up")
        time.sleep(float(seconds))


if __name__ == "__main__":
    {"write": write, "take_in": take_in, "tables": tables, "hold": hold}[sys.argv[1]](*sys.argv[2:])
