"""The one list of problem codes. Each has its text, in Chinese and English, in the catalogues of `texts`."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Names of problems; the part before the number is the area, and the catalogue file that holds its text."""

    # A province's files (province-language section 5)
    YAML_001 = "YAML_001"
    YAML_002 = "YAML_002"
    YAML_003 = "YAML_003"
    YAML_004 = "YAML_004"
    SPEC_001 = "SPEC_001"
    SPEC_002 = "SPEC_002"
    SPEC_003 = "SPEC_003"
    SPEC_004 = "SPEC_004"
    SPEC_005 = "SPEC_005"
    ITEM_001 = "ITEM_001"
    ITEM_002 = "ITEM_002"
    ITEM_003 = "ITEM_003"
    DATE_001 = "DATE_001"
    STAMP_001 = "STAMP_001"
    FACT_001 = "FACT_001"
    FACT_002 = "FACT_002"
    FACT_003 = "FACT_003"
    FACT_004 = "FACT_004"
    FACT_005 = "FACT_005"
    VALUE_001 = "VALUE_001"
    FORM_001 = "FORM_001"
    FLOW_001 = "FLOW_001"
    FLOW_002 = "FLOW_002"
    FLOW_003 = "FLOW_003"
    FLOW_004 = "FLOW_004"
    FIG_001 = "FIG_001"
    REP_001 = "REP_001"
    TEXT_001 = "TEXT_001"
    PLUGIN_001 = "PLUGIN_001"
    CASE_001 = "CASE_001"

    # Opening a workspace
    WORK_001 = "WORK_001"
    WORK_002 = "WORK_002"
    WORK_003 = "WORK_003"
