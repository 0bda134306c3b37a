"""Processes of this machine and a real Dask cluster on it: the same answer as one process alone, and a clean end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.engine.matching.counties import Crew, Joined, solve_by_counties
from aixin_tui.engine.matching.neutral import instance_of
from aixin_tui.services.matching.workers import cluster, processes

RISKS = ("red", "orange", "yellow", "blue")


def province(children: int = 2100, willing: int = 5) -> dict[str, Any]:
    """Make a fictitious province of six counties, too large to be solved at once; two have no loving mothers."""
    weights = {
        "dist": {risk: [0, 6, 24, 80, 160] for risk in RISKS}, "unmet": dict.fromkeys(RISKS, 6), "gender_soft": 10,
        "social_red_orange": 4, "child_like": -15, "mother_like": -5, "load": [0, 4, 9], "sibling": 20,
    }
    counties = [f"63{city:02}{county}" for city in (1, 2) for county in (21, 22, 23)]

    def code(number: int, county: int) -> str:
        return f"{counties[county % 6]}{101 + number % 3}{201 + number % 5}"

    kids = [{"id": f"c{n:05}", "code": code(n, n), "needs": ["study"] if n % 3 else [], "risk": RISKS[n % 4],
             "cls": n % 3 + 1, "consent": n % willing == 0, "gender": "any", "gender_hard": False,
             "radius": (2, 2, 3, 4, 4)[n // 5 % 5], "sib": None, "likes": [], "excl": []} for n in range(children)]
    hers = [{"id": f"m{n:05}", "code": code(n, n * n), "cap": 1 + n % 2, "skills": ["study"] if n % 2 else [],
             "kind": "cadre", "gender": "F", "trained": n % 3 > 0, "avail": True, "radius": (2, 3, 4)[n % 3],
             "likes": []} for n in range(children // willing)]
    return {"schema": "match-instance/1", "name": "six counties", "weights": weights, "mothers": hers, "children": kids,
            "existing": [], "extra": []}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("province") / "province.json"
    path.write_text(json.dumps(province()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def alone(file: Path) -> Joined:
    found = solve_by_counties(instance_of(json.loads(file.read_text(encoding="utf-8"))), 3)
    assert found.rounds
    assert found.parts < 6, "counties had to be joined"
    return found


@pytest.fixture(scope="module", params=[True, False], ids=["in processes", "in one process"])
def scheduler(request: pytest.FixtureRequest) -> Iterator[str]:
    """A real scheduler with real workers on free ports of this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=request.param, protocol="tcp", host="127.0.0.1", scheduler_port=0,
        dashboard_address=None, silence_logs=50,
    ) as running:
        yield running.scheduler_address


def solved(file: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "aixin_tui", "match", "solve", str(file), "--json", *more],
                          capture_output=True, text=True, encoding="utf-8", check=False)


def test_processes_come_to_the_same_plan(file: Path, alone: Joined) -> None:
    instance = instance_of(json.loads(file.read_text(encoding="utf-8")))
    with processes(2) as spread:
        assert solve_by_counties(instance, 3, Crew(spread)) == alone
    assert active_children() == []


def test_a_cluster_comes_to_the_same_plan(file: Path, alone: Joined, scheduler: str) -> None:
    instance = instance_of(json.loads(file.read_text(encoding="utf-8")))
    with cluster(scheduler) as spread:
        assert solve_by_counties(instance, 3, Crew(spread)) == alone


def test_the_command_prints_the_same_bytes_whoever_works(file: Path, scheduler: str) -> None:
    answers = {solved(file, *more).stdout for more in ((), ("--workers", "2"), ("--cluster", scheduler))}
    assert len(answers) == 1
    assert json.loads(answers.pop())["objective"]


def test_an_error_ends_the_processes_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(ZeroDivisionError), processes(2) as spread:
        list(spread(_fail_or_sleep, [0, 60]))  # type: ignore[arg-type, list-item]
    for child in active_children():
        child.join(5)
    assert active_children() == []
    assert time.monotonic() - begun < 50


def _fail_or_sleep(seconds: Any) -> Any:
    time.sleep(seconds)
    return 1 // seconds


def _die(_: Any) -> None:
    os._exit(9)


def test_a_process_that_the_system_ended_is_told_as_such() -> None:
    with pytest.raises(ProblemsError) as told, processes(2) as spread:
        list(spread(_die, [1]))  # type: ignore[arg-type, list-item]
    assert [problem.code for problem in told.value.problems] == [Code.MATCH_011]
    assert isinstance(told.value.__cause__, BrokenProcessPool)


def test_ctrl_c_stops_the_command_and_its_processes(tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    large.write_text(json.dumps(province(12_000, 1)), encoding="utf-8")
    running = subprocess.Popen([sys.executable, "-m", "aixin_tui", "match", "solve", str(large), "--workers", "2"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    if not children.exists():
        running.kill()
        pytest.skip("no /proc with children here")
    while running.poll() is None and len(children.read_text().split()) < 3:  # two workers and what tracks resources
        time.sleep(0.02)
    pids = children.read_text().split()
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=90)
    assert running.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            break
        time.sleep(0.02)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def _waits(_: Any) -> Any:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks of signals here")
def test_a_process_that_only_begins_does_not_die_of_ctrl_c() -> None:
    """Between its start and its first line Python would print where it was interrupted."""
    with processes(1) as spread:
        assert list(spread(_waits, [1])) == [True]  # type: ignore[arg-type, list-item, comparison-overlap]
    assert not _waits(1)


_CALL = """
import sys
from aixin_tui.domain.problem import ProblemsError
from aixin_tui.services.matching.workers import cluster
try:
    cluster(sys.argv[1]).__enter__()
except ProblemsError as told:
    print(*(problem.code for problem in told.problems))
"""


@pytest.mark.parametrize("address", [
    "tcp://[/]", "file:///etc/passwd", "http://x y", "inproc://a", "tls://127.0.0.1:1", "ucx://a:1", "a" * 5000,
])
def test_an_address_of_which_nothing_could_be_reached_is_told_at_once_and_in_words_alone(
    address: str, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    begun = subprocess.run(
        [sys.executable, "-c", _CALL, address], check=False, capture_output=True, text=True, cwd=tmp_path, timeout=60,
    )
    assert (begun.stdout, begun.stderr) == ("MATCH_013\n", "")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://", ""])
def test_a_scheduler_that_does_not_answer_is_told_with_what_to_do(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("aixin_tui.services.matching.workers.PATIENCE", 1)
    with pytest.raises(ProblemsError) as told, cluster(address):
        pass
    assert [problem.code for problem in told.value.problems] == [Code.MATCH_013]


def test_a_missing_extra_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ProblemsError) as told, cluster("tcp://127.0.0.1:1"):
        pass
    assert [problem.code for problem in told.value.problems] == [Code.MATCH_012]


def test_workers_of_another_version_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aixin_tui.services.matching.workers.version_here", str)
    with pytest.raises(ProblemsError) as told, cluster(scheduler):
        pass
    assert [problem.code for problem in told.value.problems] == [Code.MATCH_015]


def test_only_one_way_of_working_can_be_named(file: Path) -> None:
    found = solved(file, "--workers", "2", "--cluster", "tcp://127.0.0.1:1")
    assert found.returncode == 2
    assert "--cluster" in found.stderr
