"""Papers made of records (文书), in Chinese."""

LABELS = {
    "many": "{count}份",
    "somebody": "{name}某",
    "folder": "文书",
    "format_docx": "Word（.docx）",
    "format_xlsx": "Excel（.xlsx）",
    "format_html": "网页（.html）",
    "hint": "应随附{count}种文书，F6 打印",
    "of_step": "这一步的文书：{titles}",
    "none": "没有可出具的文书",
    "which": "打印哪种文书",
    "masked": "{form}，号码遮盖",
    "full": "{form}，号码完整（写明原因，留记录）",
    "why": "为什么要完整的号码？（留记录）",
    "busy": "正在出具…",
    "written": "已写成{count}个文件，在 {folder}",
}

PROBLEMS = {
    "PAPER_001": ("没有要出具《{title}》的档案", "写明是谁的，或换一个地方"),
    "PAPER_002": ("一次最多出具{most}份，这次有{count}份", "按乡镇或村分开出具"),
    "PAPER_003": ("已有文件 {file}", "另起名字，或先移走旧文件"),
    "PAPER_004": ("写不成 {file}：{why}", "换一个能写的文件夹"),
}
