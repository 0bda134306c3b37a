"""Papers made of records (文书), in Chinese."""

LABELS = {
    "many": "{count}份",
    "somebody": "{name}某",
    "folder": "文书",
    "format_docx": "Word（.docx）",
    "format_xlsx": "Excel（.xlsx）",
    "format_html": "网页（.html）",
}

PROBLEMS = {
    "PAPER_001": ("没有要出具《{title}》的档案", "写明是谁的，或换一个地方"),
    "PAPER_002": ("一次最多出具{most}份，这次有{count}份", "按乡镇或村分开出具"),
    "PAPER_003": ("已有文件 {file}", "另起名字，或先移走旧文件"),
    "PAPER_004": ("写不成 {file}：{why}", "换一个能写的文件夹"),
}
