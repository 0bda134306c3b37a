"""What a remedy comes to on the command line. The texts of problems name no command: the app shows them too."""

from __future__ import annotations

from collections.abc import Mapping

from aixin_tui.domain.codes import Code

#: Code → the command or option that does what its remedy says.
BY_COMMAND: Mapping[str, str] = {
    Code.ACT_001: "--known-at",
    Code.ACT_005: "aixin --help",
    Code.ACT_007: "--anyway",
    Code.ACT_011: "aixin log show",
    Code.ACT_028: "aixin operator enable",
    Code.FILE_007: "--mapping",
    Code.FILE_008: "--mapping",
    Code.FILE_009: "--mapping",
    Code.FILE_010: "--mapping",
    Code.FILE_011: "--mapping",
    Code.HARM_006: "aixin report-harm take",
    Code.HARM_008: "aixin report-harm take",
    Code.MATCH_001: "aixin case explain",
    Code.MATCH_002: "aixin match show",
    Code.MATCH_007: "aixin match run",
    Code.MATCH_011: "--workers",
    Code.MATCH_012: "--workers",
    Code.MATCH_013: "--workers",
    Code.MOVE_001: "aixin transfer send",
    Code.MOVE_005: "aixin child move",
    Code.MOVE_006: "--authority",
    Code.MOVE_007: "aixin transfer cancel",
    Code.MOVE_008: "aixin transfer list",
    Code.MOVE_014: "--authority",
    Code.MOVE_015: "--out",
    Code.PAIR_010: "aixin case explain",
    Code.PAIR_014: "--pair",
    Code.PAIR_015: "--keep",
    Code.PAIR_018: "--reason",
    Code.PLUGIN_002: "aixin province trust",
    Code.REPORT_001: "aixin report list",
    Code.REPORT_003: "aixin report submit",
    Code.REPORT_007: "--known-at",
    Code.ROW_110: "aixin import rows",
    Code.ROW_112: "--set",
    Code.ROW_113: "aixin child find",
    Code.RULE_001: "aixin case explain",
    Code.RULE_002: "aixin case explain",
    Code.SAFE_004: "aixin doctor --mend",
    Code.SAFE_006: "--passphrase-file",
}
