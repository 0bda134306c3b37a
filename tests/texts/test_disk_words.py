"""What the disk refuses is said in the user's language, in every file that leaves."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from aixin_tui.exchange import papers
from aixin_tui.texts.disk_words import disk_words


@pytest.mark.parametrize(("number", "said"), [
    (errno.ENOSPC, "磁盘已满"), (errno.EDQUOT, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.ENOENT, "没有这个文件"),
])
def test_a_paper_that_cannot_be_written_says_why_in_chinese(
    number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(papers, "write_whole", refuse)
    problem, = papers.write_new(tmp_path / "卡.docx", b"x")
    assert said in str(problem.values["why"])
    assert disk_words(OSError(number, "x"), "zh") == problem.values["why"]
