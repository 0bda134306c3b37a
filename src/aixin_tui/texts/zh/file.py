"""Problems of spreadsheet files."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "FILE_001": ("读不出这个文件：{file}", "用 Excel 或 WPS 另存为 .xlsx 或 .csv 后再导入"),
    "FILE_002": ("{file} 设有打开密码", "请提供方取消密码，另存一份后再导入"),
    "FILE_003": ("{file} 是空的，没有任何行", "核对是否拿错了文件"),
    "FILE_004": ("{file} 已损坏，或没有传完整", "请提供方重新发送"),
    "FILE_005": ("{file} 太大：解开后超过 {limit}", "按乡镇拆成几个文件再导入"),
    "FILE_006": ("{file} 其实是网页，只是取名为表格", "用 Excel 或 WPS 打开，另存为 .xlsx 后再导入"),
    "FILE_007": (
        "{file} 里找不到表头（至少要有“姓名”和另外一列）",
        "写明各列的栏目名称，或核对是否选错了导入种类",
    ),
    "FILE_008": ("{file} 缺少“{heading}”这一列", "补上这一列，或写明哪一列就是它"),
    "FILE_009": ("列名对应里的“{heading}”在表头里没有，或“{field}”不是可导入的栏目", "可用的栏目：{known}"),
    "FILE_010": ("不认识的列，原样存入档案：{headings}", "要存入固定栏目的，把列名改成栏目的名称"),
    "FILE_011": ("两列都像“{field}”，用了第一列：{headings}", "要用另一列的，改列名或写明用哪一列"),
    "FILE_012": ("{file} 的文字编码不是 UTF-8，也不是 GB18030", "用 Excel 或 WPS 另存为 .xlsx"),
    "FILE_013": ("本版本不能导入这一种：{kind}", "可导入：{known}"),
}

LABELS = {
    "cells": "{cells} 格",
}
