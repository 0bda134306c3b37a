"""A province's own Word template fills gaps and evaluates nothing; what it names must be there."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem
from aixin_tui.provinces.registry import Registry, load_provinces

SEASIDE = Path(__file__).parents[1] / "data" / "provinces" / "seaside"
REPORT = """report: thanks
title: 感谢信
for: pairing
blocks:
  - {key: words, text: "谢谢{loving_mother.name}陪伴{child.name}。"}
  - {key: calls, list: {of: activity, columns: [activity.date]}}
"""


def template(*paragraphs: str) -> bytes:
    made, data = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(data)
    return data.getvalue()


def loaded(tmp_path: Path, plugins_folder: Path, *paragraphs: str, file: bytes = b"") -> Registry:
    shutil.copytree(plugins_folder / "common", tmp_path / "common")
    folder = Path(shutil.copytree(SEASIDE, tmp_path / "seaside"))
    (folder / "reports" / "thanks.yaml").write_text(REPORT, encoding="utf-8")
    (folder / "reports" / "thanks.docx").write_bytes(file or template(*paragraphs))
    return load_provinces([tmp_path])


def told(registry: Registry) -> list[tuple[Code, object, str]]:
    problems: tuple[Problem, ...] = registry.row("seaside").problems
    return [(p.code, p.values.get("name"), p.near) for p in problems]


def test_a_sound_template_stands_in_its_report(tmp_path: Path, plugins_folder: Path) -> None:
    registry = loaded(tmp_path, plugins_folder, "{{ loving_mother.name }}：{{ blocks.words }}",
                      "{%p for row in blocks.calls.rows %}", "{{ row }} {% if day %}{{ day }}{% endif %}",
                      "{%p endfor %}")
    assert told(registry) == []
    spec = registry["seaside"].reports["thanks"]
    assert spec.template == (tmp_path / "seaside" / "reports" / "thanks.docx").read_bytes()
    assert registry["seaside"].reports["monthly"].template == b""


def test_a_name_that_the_report_does_not_print_is_told_with_the_nearest(tmp_path: Path, plugins_folder: Path) -> None:
    registry = loaded(tmp_path, plugins_folder, "{{ child.nam }}", "{{ child.id_number }}")
    assert set(told(registry)) == {(Code.REP_003, "child.id_number", ""), (Code.REP_003, "child.nam", "child.name")}
    assert not registry.row("seaside").is_usable


@pytest.mark.parametrize("text", [
    "{{ 9**9**9 }}", "{{ title.upper() }}", "{{ title|upper }}", "{{ title.__class__ }}", "{% set x = title %}{{ x }}",
    "{% for n in range(9) %}{{ title }}{% endfor %}", "{{ blocks['words'] }}", "{{ title ~ day }}", "{{ title",
    "{% for one in body %}{{ one }}{% endfor %}", "{% for one in blocks.words.text %}{{ one }}{% endfor %}",
    "{% for a in blocks.calls.rows %}{% for b in a %}{% for c in b %}{{ c }}{% endfor %}{% endfor %}{% endfor %}",
])
def test_a_template_that_evaluates_is_refused(text: str, tmp_path: Path, plugins_folder: Path) -> None:
    assert [code for code, _, _ in told(loaded(tmp_path, plugins_folder, text))] == [Code.REP_002]


@pytest.mark.parametrize("where", ["title", "comments", "footnotes"])
def test_what_is_filled_in_beside_the_pages_is_judged_as_well(
    where: str, tmp_path: Path, plugins_folder: Path,
) -> None:
    data = io.BytesIO()
    made = docx.Document()
    if where == "footnotes":
        notes = b'<w:footnotes xmlns:w="x"><w:p><w:r><w:t>{{ 9**9 }}</w:t></w:r></w:p></w:footnotes>'
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        made.part.relate_to(Part(PackURI("/word/footnotes.xml"), kind, notes, made.part.package), RT.FOOTNOTES)
    else:
        setattr(made.core_properties, where, "{{ 9**9 }}")
    made.save(data)
    registry = loaded(tmp_path, plugins_folder, file=data.getvalue())
    assert [code for code, _, _ in told(registry)] == [Code.REP_002]


def test_the_digest_of_a_province_changes_with_its_template(tmp_path: Path, plugins_folder: Path) -> None:
    one = loaded(tmp_path / "a", plugins_folder, "{{ title }}")["seaside"].digest
    assert one != loaded(tmp_path / "b", plugins_folder, "{{ day }}")["seaside"].digest
