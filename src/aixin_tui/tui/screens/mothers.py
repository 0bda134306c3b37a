"""爱心妈妈: everybody who has come forward, found as the children are."""

from __future__ import annotations

from aixin_tui.services.browsing import FoundRow
from aixin_tui.tui.screens.children import PeopleScreen


class MothersScreen(PeopleScreen):
    """All loving mothers."""

    TITLE_KEY = "keys.go_mothers"
    KIND = "loving_mother"
    IS_PLACE = True
    OFFERS = (*PeopleScreen.OFFERS, "send_out")

    def open_row(self, row: FoundRow) -> None:
        """Open her file."""
        self.open_id(row.id)

    def do_send_out(self) -> None:
        """Write the list of background queries that are to be made."""
        from aixin_tui.services.sheets.plan import MakeSheets
        from aixin_tui.tui.screens.sending import send_out

        send_out(self, MakeSheets("queries"))

    def open_id(self, record_id: str) -> None:
        """Open her file."""
        from aixin_tui.tui.screens.opening import open_mother

        open_mother(self, record_id)
