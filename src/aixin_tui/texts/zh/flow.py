"""Workflow, in Chinese."""

LABELS = {
    "no_core": "没有写 core（{name}）",
    "core": "写明它算在哪个核心状态",
    "dropped": "少了核心状态 {name}",
    "keep": "核心状态不能删",
    "order": "{name} 的次序在核心状态之前",
    "move": "用 place_after 放到后面",
    "around": "{name} 绕过“征得同意”",
    "delete": "删去这一步",
}

PROBLEMS = {
    "FLOW_001": ("到不了 {name}", "加一个 to: {name} 的步骤"),
    "FLOW_002": ("{name} 没有出路", "加步骤或写 final: true"),
    "FLOW_003": ("{what}", "{fix}"),
    "FLOW_004": ("没有表单询问 {fact}", "加到 {file}"),
}
