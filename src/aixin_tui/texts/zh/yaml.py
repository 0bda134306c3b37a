"""Problems of a YAML file itself, in Chinese."""

LABELS = {
    "syntax": "这里不合 YAML 的写法",
    "tab": "这里有制表符",
    "utf8": "不是 UTF-8 编码",
    "too_large": "文件过大",
    "second": "一个文件里有两份文档",
    "no_mapping": "文件应是“键: 值”的形式",
    "too_deep": "嵌套过深",
    "key": "键应是一个词",
    "means_false": "“否”",
    "means_true": "“是”",
    "means_nothing": "“空”",
    "means_time": "时间",
    "means_date": "日期",
    "means_number": "数字",
}

PROBLEMS = {
    "YAML_001": ("{what}", "检查缩进、冒号和括号，用空格不用制表符"),
    "YAML_002": ("{key} 已在第{line}行", "合并成一处，范围写成一个 {{at_least, at_most}}"),
    "YAML_003": ("{found} 会被读成{meaning}", "写成 \"{found}\" 或换一个词"),
    "YAML_004": ("{found}：不用锚点、别名、合并键和标签", "把内容照写一遍；两处要用的条件写成派生事实"),
}
