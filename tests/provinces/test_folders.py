"""A province is a folder: a copied one runs, the smallest one runs, and the order of reading changes nothing."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from aixin_tui.engine.spec.province import Province
from aixin_tui.provinces import cache, files
from aixin_tui.provinces.registry import Offers, Registry, bundled_folder, every_folder, load_provinces, offered_folders


def copied(plugins_folder: Path, tmp_path: Path, *names: str) -> Path:
    for name in ("common", *names):
        shutil.copytree(plugins_folder / name, tmp_path / name)
    return tmp_path


def test_the_bundled_folder_holds_two_provinces_without_any_problem(provinces: Registry) -> None:
    assert [(row.key, row.is_usable, row.problems) for row in provinces.rows()] == [
        ("hainan", True, ()), ("qinghai", True, ()),
    ]
    assert (bundled_folder() / "common").is_dir()


def test_a_third_province_is_a_copy_with_ten_changed_lines(plugins_folder: Path, tmp_path: Path) -> None:
    folder = copied(plugins_folder, tmp_path, "hainan")
    third = tmp_path / "third"
    (tmp_path / "hainan").rename(third)
    changes = {
        "province.yaml": [("province: hainan", "province: third"), ('code: "46"', 'code: "35"'),
                          ("name: 海南省", "name: 福建省"), ("from: 2024-04-12", "from: 2025-01-01")],
        "checklist.yaml": [("dragon_boat, childrens_day", "mid_autumn, birthday"), ("early: 3 days", "early: 5 days")],
        "policy.yaml": [("at_most: 7", "at_most: 9"), ("label: 首批范围", "label: 第一批")],
        "workflow.yaml": [("at_least: 8", "at_least: 10"), ("say: 还没有登记监护人同意", "say: 监护人还没有同意")],
    }
    assert sum(len(lines) for lines in changes.values()) == 10
    for name, lines in changes.items():
        text = (third / name).read_text(encoding="utf-8")
        for old, new in lines:
            assert old in text
            text = text.replace(old, new)
        (third / name).write_text(text, encoding="utf-8")
    (third / "divisions.csv").write_text("code,name\n35,福建省\n3501,福州市\n350102,鼓楼区\n", encoding="utf-8")

    province = load_provinces([folder])["third"]

    assert (province.identity.name, province.divisions.name("350102")) == ("福建省", "鼓楼区")
    duty = province.checklist.duties.get("festival_visit")
    assert duty is not None
    assert duty.cadence.named == ("mid_autumn", "birthday")  # type: ignore[union-attr]


def smallest(plugins_folder: Path, tmp_path: Path) -> Province:
    folder = copied(plugins_folder, tmp_path)
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "province.yaml").write_text(
        'province: small\ncode: "35"\nname: 小省\nlanguage: 1\nversion: "1"\nprogramme: {from: 2025-01-01}\n',
        encoding="utf-8",
    )
    (tmp_path / "small" / "divisions.csv").write_text("code,name\n35,小省\n", encoding="utf-8")
    return load_provinces([folder])["small"]


def test_two_files_are_a_province_and_the_rest_is_common_s(plugins_folder: Path, tmp_path: Path) -> None:
    province = smallest(plugins_folder, tmp_path)

    assert set(province.lives) >= {"child", "loving_mother", "micro_wish", "referral"}
    assert "greeting" in province.checklist.duties
    assert province.setting("mode") == "assign"
    assert {"monthly", "roster"} <= set(province.reports)


def test_the_order_in_which_files_are_read_changes_nothing(
    plugins_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(plugins_folder, tmp_path, "hainan", "qinghai")
    before = {key: load_provinces([folder])[key] for key in ("hainan", "qinghai")}
    monkeypatch.setenv(cache.ENV, "")
    names = files._yaml

    def shuffled(path: Path, below: str) -> list[str]:
        found = names(path, below)
        random.Random(3).shuffle(found)
        return found

    monkeypatch.setattr(files, "_yaml", shuffled)
    after = load_provinces([folder])

    for key, province in before.items():
        assert dict(after[key].forms) == dict(province.forms) or list(after[key].forms) == list(province.forms)
        assert list(after[key].checklist.duties) == list(province.checklist.duties)
        assert after[key].policy.facts.versions() == province.policy.facts.versions()
        assert after[key].figures.versions() == province.figures.versions()
        assert after[key].reports.keys() == province.reports.keys()


def test_the_engine_picks_a_version_by_the_day(provinces: Registry) -> None:
    facts = provinces["hainan"].policy.facts
    before, after = facts.get("eligible", "2024-12-31"), facts.get("eligible", date(2025, 1, 1).isoformat())

    assert before is not None
    assert after is not None
    assert (before.stamp.effective_from, after.stamp.effective_from) == ("", "2025-01-01")


def test_what_a_province_drops_uses_and_adds_stands_in_common_s_order(provinces: Registry) -> None:
    qinghai = provinces["qinghai"]
    common = ["growth_plan", "greeting", "letter"]

    assert list(qinghai.checklist.duties)[:3] == common
    assert list(qinghai.checklist.duties)[-2:] == ["household_plan", "outcome_review"]
    greeting = qinghai.checklist.duties.get("greeting")
    assert greeting is not None
    assert (greeting.group, greeting.origin.file) == ("seven", "qinghai/checklist.yaml")
    turns = qinghai.checklist.duties.get("turns_14")
    assert turns is not None
    assert (turns.group, turns.origin.file, turns.stamp.source.value) == ("reminders", "common/checklist.yaml", "默认")


def test_a_workspace_may_bring_its_own_provinces(plugins_folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "provinces"
    shutil.copytree(plugins_folder / "hainan", own / "mine")
    text = (own / "mine" / "province.yaml").read_text(encoding="utf-8").replace("province: hainan", "province: mine")
    (own / "mine" / "province.yaml").write_text(text, encoding="utf-8")

    assert every_folder(tmp_path) == (bundled_folder(), own)
    assert "mine" in tuple(load_provinces([plugins_folder, own]))


def test_a_folder_that_is_missing_is_no_province(tmp_path: Path) -> None:
    registry = load_provinces([tmp_path / "nothing"])

    assert registry.rows() == ()
    with pytest.raises(KeyError):
        registry["anywhere"]


def test_installed_packages_are_asked_only_for_what_is_not_found(plugins_folder: Path, tmp_path: Path) -> None:
    asked: list[int] = []
    shutil.copytree(plugins_folder / "hainan", tmp_path / "offered")
    text = (tmp_path / "offered" / "province.yaml").read_text(encoding="utf-8")
    (tmp_path / "offered" / "province.yaml").write_text(text.replace("hainan", "offered"), encoding="utf-8")

    def offered() -> Offers:
        asked.append(1)
        return Offers([tmp_path])

    registry = Registry([plugins_folder], offered=offered)
    assert registry["hainan"].identity.key == "hainan"
    assert asked == []
    assert registry["offered"].identity.key == "offered"
    with pytest.raises(KeyError):
        registry["nowhere"]
    assert (asked, list(registry)) == ([1], ["hainan", "qinghai", "offered"])


def test_offers_of_packages_without_a_folder_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Offer:
        def __init__(self, name: str, answer: object) -> None:
            self.name, self.value, self.answer = name, f"{name}:FOLDER", answer

        def load(self) -> object:
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

    offers = [Offer("one", tmp_path), Offer("gone", ImportError("gone")), Offer("made", lambda: str(tmp_path)),
              Offer("empty", tmp_path / "nowhere"), Offer("number", 3)]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: offers if group else [])

    assert offered_folders().folders == [tmp_path, tmp_path]
    rows = load_provinces().rows()
    assert {row.key: row.is_usable for row in rows} == {
        "hainan": True, "qinghai": True, "gone": False, "empty": False, "number": False}
    assert [problem.code for row in rows if not row.is_usable for problem in row.problems] == ["PLUGIN_006"] * 3
    assert rows[2].problems[0].values == {"offer": "gone", "error": "ImportError: gone"}
