"""Each copy and each paper of one Word file counts its own pages."""

from __future__ import annotations

import io

import docx
import pytest
from test_paper_files import PERSON, PROSE, TABLE, W, paper

from aixin_tui.engine.content import Block
from aixin_tui.exchange.word import word_bytes


@pytest.mark.parametrize("block", [PERSON, PROSE, TABLE])
def test_pages_begin_with_one_in_each_copy(block: Block) -> None:
    document = docx.Document(io.BytesIO(word_bytes((paper(block), paper(block)), copies=2)))
    assert len(document.sections) == 4
    for section in document.sections:
        numbers = section._sectPr.findall(f"{W}pgNumType")
        assert [one.get(f"{W}start") for one in numbers] == ["1"]
    assert not list(document.element.iter(f"{W}pageBreakBefore")), "the section breaks the page; twice is an empty one"


def test_one_paper_alone_is_one_section() -> None:
    assert len(docx.Document(io.BytesIO(word_bytes((paper(PERSON),)))).sections) == 1


@pytest.mark.parametrize(("copies", "said"), [(1, "第 1 页，共 1 页"), (2, "第 1 页")])
def test_the_foot_counts_the_file_only_where_it_is_one_paper(copies: int, said: str) -> None:
    document = docx.Document(io.BytesIO(word_bytes((paper(PERSON),), copies=copies)))
    assert "".join(run.text or "" for run in document.sections[0].footer._element.iter(f"{W}t")) == said
