"""Opening and making a workspace, in Chinese."""

PROBLEMS = {
    "WORK_001": (
        "这里没有资料库",
        "用 --workspace 指明资料库所在文件夹，或先运行 aixin init（新建）、aixin demo（演示）",
    ),
    "WORK_002": ("没有可用的省份“{province}”", "运行 aixin province list 查看有哪些省份、哪个有问题"),
    "WORK_003": ("{province}没有叫“{office}”的县（市、区）或乡镇",
                 "写名称、拼音、拼音首字母或区划代码（县6位、乡镇9位）。{near}"),
    "WORK_004": ("没有{province}全省的规模数字", "可以生成全省演示的有：{known}；不带 --whole 生成一个县"),
    "WORK_005": ("叫“{office}”的有 {count} 处", "写全称或区划代码，以免建错单位：{near}"),
    "WORK_006": ("这个文件夹里没有资料库", "资料库的文件夹里有 office.json；改写路径，或按 Esc 退回去新建一个"),
}
