"""A removed node leaves YAML that still reads, and a province that still loads."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from nodes import NodeMissingError, remove_node, remove_nodes, without

from aixin_tui.provinces.registry import load_provinces

TEXT = """\
# head
extends: common
child:
  states:
    - {use: assessed, label: 敲门走访}
    - {use: waiting, group: 谁来结}     # a comment
  transitions:
    - use: record_consent
      checks:
        - {use: assessed_first}
        - {key: visited, must: {a.b: c, d.e: {at_least: 1}}, say: 没有}
        - key: guardian_agrees
          must: {has: [{of: consent}]}
          say: 未征得
    - {use: pair, documents: [one, two, three]}
    - {use: pair, effective_from: 2025-01-01}
other:
  lines: 1
"""


def removed(way: str) -> object:
    return yaml.safe_load(without(TEXT, way))


@pytest.mark.parametrize(
    ("way", "look"),
    [
        ("child.transitions.record_consent.checks.visited", "['child']['transitions'][0]['checks'][1]"),
        ("child.transitions.record_consent.checks.assessed_first", "['child']['transitions'][0]['checks'][0]"),
        ("child.transitions.record_consent.checks.guardian_agrees", "['child']['transitions'][0]['checks'][2]"),
        ("child.transitions.record_consent.checks.guardian_agrees.say",
         "['child']['transitions'][0]['checks'][2]['say']"),
        ("child.transitions.record_consent.checks.guardian_agrees.must",
         "['child']['transitions'][0]['checks'][2]['must']"),
        ("child.transitions.record_consent.checks.visited.must.a.b",
         "['child']['transitions'][0]['checks'][1]['must']['a.b']"),
        ("child.transitions.record_consent", "['child']['transitions'][0]"),
        ("child.transitions.pair.documents.two", "['child']['transitions'][1]['documents'][1]"),
        ("child.transitions.pair.documents.one", "['child']['transitions'][1]['documents'][0]"),
        ("child.transitions.pair@1", "['child']['transitions'][2]"),
        ("child.states.waiting", "['child']['states'][1]"),
        ("child.states.assessed.label", "['child']['states'][0]['label']"),
        ("child.states", "['child']['states']"),
        ("other", "['other']"),
    ],
)
def test_exactly_the_named_node_is_gone(way: str, look: str) -> None:
    expected = yaml.safe_load(TEXT)
    exec(f"del expected{look}", {"expected": expected})

    assert removed(way) == expected


def test_the_only_node_of_a_mapping_leaves_it_empty() -> None:
    whole = removed("other.lines")
    assert isinstance(whole, dict)
    assert whole["other"] == {}


def test_comments_and_lines_of_the_rest_stay() -> None:
    kept = without(TEXT, "child.transitions.record_consent.checks.visited").splitlines()

    assert kept == [line for line in TEXT.splitlines() if "visited" not in line]


def test_a_node_that_is_not_there_is_said() -> None:
    with pytest.raises(NodeMissingError, match="seen"):
        without(TEXT, "child.transitions.record_consent.checks.seen")


@pytest.mark.parametrize(
    ("node", "province"),
    [
        ("qinghai/workflow.yaml#child.transitions.record_consent.checks.visited", "qinghai"),
        ("qinghai/workflow.yaml#child.transitions.record_consent.checks.guardian_agrees", "qinghai"),
        ("hainan/checklist.yaml#items.festival_visit.cadence.late", "hainan"),
        ("hainan/policy.yaml#facts.eligible@1", "hainan"),
        ("common/policy.yaml#checks.sex_approval.when.child.sex", "qinghai"),
        ("common/checklist.yaml#items.greeting.counts.where.activity.kind", "qinghai"),
    ],
)
def test_the_province_still_loads_without_it(node: str, province: str, plugins_folder: Path, tmp_path: Path) -> None:
    whole = load_provinces([plugins_folder])[province]

    registry = load_provinces([remove_node(plugins_folder, node, tmp_path / "copy")])

    assert registry.row(province).problems == ()
    assert registry[province].digest != whole.digest


def test_the_original_is_never_touched(plugins_folder: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in plugins_folder.rglob("*.yaml")}

    remove_node(plugins_folder, "hainan/checklist.yaml#items.festival_visit", tmp_path / "copy")

    assert {p: p.read_bytes() for p in plugins_folder.rglob("*.yaml")} == before


def test_an_item_goes_with_all_that_borrows_it(plugins_folder: Path, tmp_path: Path) -> None:
    both = ("common/checklist.yaml#items.letter", "qinghai/checklist.yaml#items.letter")

    registry = load_provinces([remove_nodes(plugins_folder, both, tmp_path / "copy")])

    assert "letter" not in registry["qinghai"].checklist.duties
