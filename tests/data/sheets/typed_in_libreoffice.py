"""Opens a sheet in LibreOffice, types into it as a person does, and saves it as xlsx: how the files here were made.

Run with a Python that has `uno`, with LibreOffice listening:
`soffice --headless --accept="socket,host=localhost,port=2002;urp;"`, then `python typed_in_libreoffice.py IN OUT JSON`,
where JSON maps cells to what is typed: `{"F6": "是"}`. What begins with `date:` is typed into a cell made a date first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def option(name: str, value: object) -> PropertyValue:
    """Name a setting as LibreOffice wants it."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def main(source: str, target: str, cells: dict[str, str]) -> None:
    """Open, type, save."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    context = resolver.resolve("uno:socket,host=localhost,port=2002;urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    book = desktop.loadComponentFromURL(Path(source).resolve().as_uri(), "_blank", 0, (option("Hidden", value=True),))
    frame = book.CurrentController.Frame
    dispatcher = context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    sheet, formats = book.Sheets.getByIndex(0), book.NumberFormats
    for place, typed in cells.items():
        is_date, text = typed.startswith("date:"), typed.removeprefix("date:")
        if is_date:
            sheet.getCellRangeByName(place).NumberFormat = formats.getStandardFormat(2, book.CharLocale)
        dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, (option("ToPoint", place),))
        dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, (option("StringName", text),))
    book.storeToURL(Path(target).resolve().as_uri(), (option("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
