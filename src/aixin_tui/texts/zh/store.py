"""The store of records, in Chinese."""

PROBLEMS = {
    "STORE_001": ("这个文件夹里已经有东西", "另选一个空文件夹，或新起一个名字"),
    "STORE_002": ("这里不是资料库", "用 --workspace 指明含有 office.json 的文件夹，或先运行 aixin init"),
    "STORE_003": ("资料库由更新的版本写成（格式{format}，本版本只认到{known}）", "升级 aixin 后再打开；没有改动任何文件"),
    "STORE_004": ("资料库放在网络盘上（{kind}），断网或多人同时写会丢数据", "把资料库放到本机硬盘，用报送包在单位之间传递"),
}
