"""Papers made of records, in English."""

LABELS = {
    "many": "{count} papers",
    "somebody": "{name}-",
    "folder": "papers",
    "format_docx": "Word (.docx)",
    "format_xlsx": "Excel (.xlsx)",
    "format_html": "web page (.html)",
    "hint": "{count} papers belong to it: F6",
    "of_step": "papers of this step: {titles}",
    "none": "no paper can be made of it",
    "which": "Which paper",
    "masked": "{form}, numbers masked",
    "full": "{form}, numbers in full (say why; logged)",
    "why": "Why in full? (it is logged)",
    "busy": "Making…",
    "written": "wrote {count} files into {folder}",
}

PROBLEMS = {
    "PAPER_001": ("there is no record to make “{title}” of", "say whose it is, or name another place"),
    "PAPER_002": ("at most {most} papers at a time, these are {count}", "make them by town or village"),
    "PAPER_003": ("the file {file} is there already", "give another name, or move the old file away"),
    "PAPER_004": ("{file} could not be written: {why}", "choose a folder that can be written to"),
}
