"""Help texts whose columns line up in cells; click counts characters, which Chinese breaks."""

from __future__ import annotations

from collections.abc import Iterable

import click

from aixin_tui.texts.cells import fit, width, wrap


class CellFormatter(click.HelpFormatter):
    """Writes help for a terminal of `width` cells."""

    def write_text(self, text: str) -> None:
        """Write a paragraph, broken by cells."""
        indent = " " * self.current_indent
        for line in wrap(" ".join(text.split()), max(self.width - self.current_indent, 20)):
            self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean, in two columns of cells."""
        rows = list(rows)
        first = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, meaning in rows:
            lines = list(wrap(" ".join(meaning.split()), max(self.width - first - self.current_indent, 20)))
            if width(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                head = " " * first
            else:
                head = fit(term, first)
            for line in lines:
                self.write(f"{indent}{head}{line}".rstrip() + "\n")
                head = " " * first


class CellContext(click.Context):
    """A context whose help is written by cells."""

    formatter_class = CellFormatter


click.Context.formatter_class = CellFormatter
