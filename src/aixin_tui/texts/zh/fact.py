"""Facts in rules, in Chinese."""

LABELS = {
    "declare": "在表单里加上这个字段，或改用已有的事实",
    "one_value": "直接写值，或写 {{recorded: true}}",
    "many_values": "多值的事实用 all_of、distinct 或直接写值",
    "add_choice": "改成表里已有的，或在选项表里加上",
    "cut": "去掉一处",
}

PROBLEMS = {
    "FACT_001": ("没有 {fact}", "{fix}"),
    "FACT_002": ("{operator} 不能用于 {fact}（{type}）", "{fix}"),
    "FACT_003": ("{list} 里没有 {name}", "{fix}"),
    "FACT_004": ("派生事实循环：{chain}", "{fix}"),
    "FACT_005": ("{kind} 没有 {fact}：两者不相连", "改用 has，或换一个相连的种类"),
}
