"""Opening and making a workspace, in Chinese."""

PROBLEMS = {
    "WORK_001": (
        "这里没有资料库",
        "用 --workspace 指明资料库所在文件夹，或先运行 aixin init（新建）、aixin demo（演示）",
    ),
    "WORK_002": ("没有可用的省份“{province}”", "运行 aixin province list 查看有哪些省份、哪个有问题"),
    "WORK_003": ("{province}没有区划代码 {office}", "填写县（市、区）6位或乡镇（街道）9位代码"),
    "WORK_004": ("没有{province}全省的规模数字", "可以生成全省演示的有：{known}；不带 --whole 生成一个县"),
}
