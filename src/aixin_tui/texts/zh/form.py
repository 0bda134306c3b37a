"""Forms, in Chinese: what is wrong with what was filled in."""

LABELS: dict[str, str] = {
    "type_text": "文字",
    "type_number": "数字",
    "type_date": "日期（如 2025-03-01、2025-03、2025）",
    "type_flag": "是或否",
    "type_choice": "选项",
    "type_division": "区划代码",
    "type_link": "一条记录",
    "type_table": "表格",
    "type_phone": "电话号码",
    "type_resident_id": "身份证号",
    "type_file": "文件名",
    "fault_digits_lost": "后几位被表格软件丢失",
    "fault_fifteen": "是15位的旧号",
    "fault_length": "位数不对",
    "fault_characters": "有不该有的字符",
    "fault_birth": "第7至14位不是日期",
    "fault_check": "末位校验不符",
}

PROBLEMS: dict[str, tuple[str, str]] = {
    "FORM_001": ("{fields}：互相以对方为显示条件", "去掉一处 ask_when"),
    "FORM_002": ("“{label}”没有填", "这一项必填"),
    "FORM_003": ("{form}没有“{name}”这一项", "核对项目名称"),
    "FORM_004": ("“{label}”应为{type}", "改正后再保存"),
    "FORM_005": ("“{label}”没有“{value}”这个选项", "可选：{choices}"),
    "FORM_006": ("“{label}”晚于今天", "核对日期"),
    "FORM_007": ("“{label}”：{say}", "核对后改正"),
    "FORM_008": ("{say}", "由{who}补正"),
    "FORM_009": ("“{label}”不对：{fault}", "对照证件核对；暂时没有可以不填"),
    "FORM_010": ("“{label}”不像电话号码", "核对号码；座机写区号"),
    "FORM_011": ("身份证号与“{label}”不一致", "对照证件核对"),
    "FORM_012": ("“{label}”指向的记录不存在", "重新选择"),
    "FORM_013": ("“{label}”不是本省区划表里的代码", "从区划表里选择"),
    "FORM_014": ("“{label}”只能填一个", "留下一个"),
    "FORM_015": ("“{label}”最多到分", "金额最多两位小数"),
}
