"""Removes the YAML node of every test that names one, and sees that the province still loads and the test fails.

By hand: `python tests/mutation/run.py`; in CI with `--sample N`, which draws by a fixed seed. A test
must fail by its assertion: an error on the way, or a province that no longer loads, proves nothing about the node.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from nodes import NodeMissingError, remove_nodes

from aixin_tui.provinces.registry import bundled_folder, load_provinces

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutation:
    """One test function and the nodes whose removal one of its cases must notice."""

    test: str
    nodes: tuple[str, ...]
    requirement: str


class Collector:
    """Collects the tests whose marker names a node of a YAML file."""

    def __init__(self) -> None:
        self.found: list[Mutation] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for marker in item.iter_markers("requirement"):
                named = marker.kwargs.get("node", ())
                nodes = (named,) if isinstance(named, str) else tuple(named)
                if any(".yaml" in node for node in nodes):
                    test = item.nodeid.partition("[")[0]
                    self.found.append(Mutation(test, nodes, ", ".join(map(str, marker.args))))


def collected(paths: list[str]) -> list[Mutation]:
    """Find every mutation that the tests name, once each."""
    collector = Collector()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-qq", "--no-header", *paths], plugins=[collector])
    return sorted(set(collector.found), key=lambda m: (m.nodes, m.test))


def survives(mutation: Mutation) -> str:
    """Say why the removed node went unnoticed; empty where the test failed by its assertion."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            copy = remove_nodes(bundled_folder(), mutation.nodes, Path(scratch) / "plugins")
        except (NodeMissingError, FileNotFoundError) as error:
            return f"no such node: {error}"
        broken = [f"{p.place} {p.code}" for row in load_provinces([copy]).rows() for p in row.problems if p.stops]
        if broken:
            return f"the province no longer loads: {broken[0]}"
        report = Path(scratch) / "report.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", mutation.test], cwd=ROOT, check=False,
            env={**os.environ, "AIXIN_TEST_PLUGINS": str(copy)}, capture_output=True,
        )
        return verdict(report)


def verdict(report: Path) -> str:
    """Read how the test ended."""
    if not report.is_file():
        return "the test did not run"
    root = ET.parse(report).getroot()
    failures = [failure.get("message", "") for failure in root.iter("failure")]
    if any(message.startswith(("AssertionError", "assert ", "Failed: DID NOT RAISE")) for message in failures):
        return ""
    if failures:
        return f"it failed otherwise: {failures[0].splitlines()[0]}"
    return "it stopped with an error" if list(root.iter("error")) else "nobody noticed"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=[str(ROOT / "tests")])
    parser.add_argument("--sample", type=int, default=0, help="only so many, drawn by a fixed seed")
    options = parser.parse_args()
    mutations = collected(options.paths)
    if options.sample and options.sample < len(mutations):
        mutations = random.Random(8).sample(mutations, options.sample)
    survivors = 0
    for mutation in mutations:
        why = survives(mutation)
        survivors += bool(why)
        word = "SURVIVED" if why else "killed  "
        nodes = " + ".join(mutation.nodes)
        print(f"{word} {mutation.requirement:8} {nodes}  {mutation.test}  {why}")  # noqa: T201
    print(f"{len(mutations)} nodes removed, {survivors} unnoticed")  # noqa: T201
    return 1 if survivors or not mutations else 0


if __name__ == "__main__":
    sys.exit(main())
