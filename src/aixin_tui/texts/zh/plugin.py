"""Plugins of provinces, in Chinese."""

PROBLEMS = {
    "PLUGIN_001": ("这个省份用的是第{language}版写法，本程序只认到第{known}版", "更新程序；在此之前新写法可能不起作用"),
    "PLUGIN_002": ("plugin.py 来自外部，没有运行", "读过它以后运行 aixin province trust {folder}"),
    "PLUGIN_003": ("plugin.py 出错：{error}", "请写它的人修改，或删去 plugin.py"),
}
