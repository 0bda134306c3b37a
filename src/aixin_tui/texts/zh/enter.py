"""What somebody typed for a field, in Chinese."""

PROBLEMS = {
    "ENTER_001": ("“{form}”里没有“{name}”这一项", "可以写：{near}"),
    "ENTER_002": ("{label}没有“{value}”这个选项", "可以写：{near}"),
    "ENTER_003": ("{label}：找不到“{value}”", "写编号，或先登记"),
    "ENTER_004": ("{label}：叫“{value}”的有 {count} 个", "写编号，以免张冠李戴。{near}"),
    "ENTER_006": ("{label}：区划里没有“{value}”", "写乡镇和村（社区）的全称，或区划代码。{near}"),
    "ENTER_005": ("{label}是一张表，写法不对", '写成 [{{"{column}": "…"}}, …]；可写的列：{columns}'),
}
