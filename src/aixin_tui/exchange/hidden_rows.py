"""Which rows of an xlsx sheet are hidden: a filter hides rows, it does not strike them out; they are read."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree as ET

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHUNK = 1 << 20
#: No index of a workbook is larger; a larger one is not parsed, and then no row counts as hidden.
_MAX_INDEX = 4 << 20


def reader(data: bytes) -> Callable[[str], frozenset[int]]:
    """Give a function from a sheet's name to the numbers (from 1) of its hidden rows."""

    def read(name: str) -> frozenset[int]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                part = _parts(archive).get(name, "")
                return frozenset(_hidden(archive, part)) if part else frozenset()
        except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, OSError, NotImplementedError):
            return frozenset()

    return read


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map each sheet's name to the part that holds it."""
    targets = {
        element.get("Id", ""): posixpath.normpath(posixpath.join("xl", element.get("Target", "")).removeprefix("/"))
        for element in _small(archive, "xl/_rels/workbook.xml.rels")
    }
    return {
        element.get("name", ""): targets.get(element.get(f"{{{_RELATIONS}}}id", ""), "")
        for element in _small(archive, "xl/workbook.xml").iter()
        if element.tag.rpartition("}")[2] == "sheet"
    }


def _small(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > _MAX_INDEX:
        raise ValueError(name)
    data = archive.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError(name)
    return ET.fromstring(data)  # noqa: S314 (no DTD, no entities, bounded above)


def _hidden(archive: zipfile.ZipFile, part: str) -> list[int]:
    """Scan a sheet piece by piece for its row marks; the cells are not parsed."""
    found: list[int] = []
    counted = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            end = text.rfind(b">") + 1
            for mark in _ROW.finditer(text, 0, end):
                number = _NUMBER.search(mark[1])
                counted = int(number[1]) if number else counted + 1
                if _HIDDEN.search(mark[1]):
                    found.append(counted)
            tail = text[end:][-_CHUNK:]
    return found
