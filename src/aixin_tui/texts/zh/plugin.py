"""Plugins of provinces, in Chinese."""

PROBLEMS = {
    "PLUGIN_001": ("这个省份用的是第{language}版写法，本程序只认到第{known}版", "更新程序；在此之前新写法可能不起作用"),
    "PLUGIN_002": ("plugin.py 来自外部，没有运行", "读过它、信得过以后，准许运行"),
    "PLUGIN_003": ("plugin.py 出错：{error}", "请写它的人修改，或删去 plugin.py"),
    "PLUGIN_004": ("本省的规定不允许这一步：{say}", "按所说的补齐；有疑问请问写 plugin.py 的人"),
    "PLUGIN_005": ("已经保存；之后通知本省 plugin.py 时它出错：{error}", "记录不受影响；请写它的人修改"),
    "PLUGIN_006": ("已安装的省份包没有给出省份文件夹（{offer}）：{error}", "重装或卸载这个包；其他省份不受影响"),
}
