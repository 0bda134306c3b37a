"""Labels of the app's frame: title, waiting, what went wrong, the first screen."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "title": "aixin 爱心妈妈结对关爱",
    "demo": "演示数据，人员均为虚构",
    "loading": "正在载入...",
    "first_keys": "F1 帮助  F10 命令  Esc 返回  Ctrl+Q 退出",
    "busy": "正在处理...",
    "place": "第 {n}/{total} 条",
    "yes": "是",
    "no": "不，返回",
    "clause_join": "；",
    "list_comma": "、",
    "near": "您是不是要写：{near}",
    "problems": "需要处理的问题",
    "understood": "知道了",
    "nothing_changed": "没有可保存的变化。",
    "something_needed": "这里需要填写内容。",
    "store_busy": "资料库正被占用，请稍候再试：{who}",
    "store_damaged": "资料库的文件互相矛盾，没有改动任何内容。请运行 aixin doctor：{what}",
    "unexpected": "出了意外（{what}），没有保存。填写的内容还在，请再试一次。",
    "cannot_open": "打不开资料库：{what}",
    "how_to_quit": "按 Ctrl+Q 退出，按 F10 看全部命令。",
    "needs_terminal": "这个界面需要在终端里打开。脚本里请用子命令，见 aixin --help。",
    "palette_hint": "输入命令的字或拼音首字母，如 dr = 导入",
    "palette_nothing": "没有这样的命令",
    "help_keys": "这里能用的键",
    "help_everywhere": "在哪里都一样",
    "help_move": "上下箭头移动，PgUp/PgDn 翻页，Home/End 到头尾，Enter 打开，Esc 退一步。",
    "help_input": (
        "在表单里：上下箭头或 Tab 换一项，选择项按 Enter 打开、按数字直接选，F9 保存，PgUp/PgDn 换一页。每改"
        "一项都自动存草稿。"
    ),
    "help_width": "用中文输入法打出的全角数字和问号同样有效。",
    "help_undo": "记错了可以在“操作日志”里整条撤销。",
    "first_intro": "一人一档、结对、关爱记录和报表，都在这里。还没有打开资料库，请选一项：",
    "first_demo": "看演示（一个县，人员均为虚构）",
    "first_new": "换成您的县：新建资料库",
    "first_open": "打开已有的资料库",
    "first_leave": "退出",
    "first_ask_province": "哪个省？",
    "first_ask_office": "哪个县（市、区）？输入名称、拼音首字母或区划代码，再按 Enter。",
    "first_ask_folder": "放在哪个文件夹？按 Enter 用这个。",
    "first_doing_demo": "正在做演示数据...",
    "first_doing_new": "正在新建资料库...",
    "first_doing_open": "正在打开...",
}
