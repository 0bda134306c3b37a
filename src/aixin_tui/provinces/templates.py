"""Word templates that a province puts beside its reports (`reports/<report>.docx`): read, and judged by their names.

A template is filled in and never evaluated: it may print a name, walk over the rows of a block (`for`) and ask whether
something is there (`if`). Names are the facts that the report's own texts print (`child.name`), the blocks
(`blocks.<key>`), and what stands in every paper's head; so what is masked or sealed is decided in the report.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Place
from aixin_tui.engine.spec.report import ReportSpec
from aixin_tui.provinces.context import Context
from aixin_tui.provinces.folder import Folder
from aixin_tui.provinces.near import fix_of, nearest
from aixin_tui.texts import Label

if TYPE_CHECKING:
    from jinja2 import nodes

#: What every paper's head offers to a template (see `exchange.word`).
HEAD = ("title", "brand", "office", "unit", "period", "as_of", "to", "day", "filled_by", "reviewed_by", "demo", "body")
_GAP = re.compile(r"\{([a-z_]+\.[a-z0-9_.]+)\}")
#: What a template may walk over.
_ROWS = ("rows", "heads")
#: The properties of a file that docxtpl fills in.
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
#: A template may unpack to so many bytes: more is no paper of an office.
_MOST = 64 * 1024 * 1024


def with_template(report: ReportSpec, folder: Folder, ctx: Context) -> ReportSpec:
    """Give the report with the Word template that stands beside it, if it is sound."""
    name = f"reports/{report.key}.docx"
    data = folder.files.content.get(name)
    if data is None:
        return report
    place = Place(folder.shown(name), 1, 1)
    try:
        trees = list(_trees(data))
    except _UnsoundError as error:
        ctx.reader.report(Code.REP_002, place, why=error.args[0])
        return report
    known = names_for(report)
    for used in sorted({name for tree in trees for name in _names(tree)}):
        if used not in known:
            near = nearest(used, known)
            ctx.reader.report(Code.REP_003, place, near=near, name=used, fix=fix_of(near, "spec.declare"))
    made = msgspec.structs.replace(report, template=data)
    node = ctx.marks.node(report)
    return ctx.marks.put(made, node) if node is not None else made


def check_templates(folder: Folder, reports: Mapping[str, ReportSpec], ctx: Context) -> None:
    """Report templates that belong to no report."""
    for name in folder.files.content:
        key = name.removeprefix("reports/").removesuffix(".docx")
        if name.endswith(".docx") and key not in reports:
            near = nearest(key, reports)
            place = Place(folder.shown(name), 1, 1)
            ctx.reader.report(Code.SPEC_005, place, near=near, what=Label("spec.document"), name=key, fix=fix_of(near))


def names_for(report: ReportSpec) -> frozenset[str]:
    """Name all that a template beside the report can print."""
    found = set(HEAD)
    for block in report.blocks.versions():
        found.add(f"blocks.{block.key}")
        found.update(f"blocks.{block.key}.{part}" for part in ("text", "heading", "heads", "rows"))
        found.update(gap[1] for gap in _GAP.finditer(block.text) if not gap[1].startswith(("phrase.", "province.")))
    return frozenset(found)


class _UnsoundError(Exception):
    """The file is no template that can be used; the label says why."""


def _trees(data: bytes) -> Iterator[nodes.Template]:
    """Parse the body, headers and footers of a template; raises _UnsoundError."""
    import docxtpl
    from jinja2 import Environment
    from jinja2.exceptions import TemplateError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            is_large = sum(part.file_size for part in parts.infolist()) > _MOST
        template = docxtpl.DocxTemplate(io.BytesIO(b"" if is_large else data))
        template.init_docx()
        sources = [template.get_xml()]
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            sources += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
        sources += _aside(template.docx)
    except Exception as error:  # whatever a file that is no Word file makes its readers raise
        raise _UnsoundError(Label("rep.no_word")) from error
    for source in sources:
        try:
            tree = Environment(autoescape=True).parse(template.patch_xml(source))
        except TemplateError as error:
            raise _UnsoundError(Label("rep.no_gaps")) from error
        _judge(tree)
        yield tree


def _aside(document: Any) -> Iterator[str]:
    """Give what docxtpl fills in beside the pages: footnotes and the properties of the file."""
    for part in document.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield part.blob.decode()
    yield from (getattr(document.core_properties, name) for name in _PROPERTIES)


def _judge(tree: nodes.Node) -> None:
    """Refuse all but printing names, `for` over names and `if` names: a template evaluates nothing."""
    from jinja2 import nodes as n

    allowed = (n.Template, n.Output, n.TemplateData, n.Name, n.Getattr, n.For, n.If, n.Not)
    for node in (tree, *tree.find_all(n.Node)):
        if not isinstance(node, allowed) or (isinstance(node, n.Getattr) and node.attr.startswith("_")):
            raise _UnsoundError(Label("rep.evaluates"))
    for loop in tree.find_all(n.For):
        within = list(loop.find_all(n.For))
        if not _is_row_walk(loop.iter) or any(list(inner.find_all(n.For)) for inner in within):
            raise _UnsoundError(Label("rep.evaluates"))


def _is_row_walk(over: nodes.Node) -> bool:
    """Whether a loop walks over rows, heads, or the cells of a row: over every letter of a paper it would not end."""
    from jinja2 import nodes as n

    return over.name not in HEAD if isinstance(over, n.Name) else isinstance(over, n.Getattr) and over.attr in _ROWS


def _names(tree: nodes.Template) -> Iterator[str]:
    """Give each name that is printed, walked over or asked for, whole: `child.name`; the names of loops left out."""
    from jinja2 import nodes as n

    inner = {"loop"}
    for loop in tree.find_all(n.For):
        targets = (loop.target, *loop.target.find_all(n.Name))
        inner.update(target.name for target in targets if isinstance(target, n.Name))
    held: set[int] = set()
    for node in tree.find_all((n.Getattr, n.Name)):
        if id(node) in held:
            continue
        path, at = [], node
        while isinstance(at, n.Getattr):
            held.add(id(at.node))
            path.append(at.attr)
            at = at.node
        if isinstance(at, n.Name) and at.name not in inner:
            yield ".".join((at.name, *reversed(path)))


__all__ = ["HEAD", "check_templates", "names_for", "with_template"]

