"""Work that comes in bit by bit: how far it is."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "counting": "正在统计待办...",
    "counted": "已统计 {done}/{total}，数字还会增加",
    "looked_at": "已查看 {done}/{total} 个县（市、区）",
    "laid_out": "已列出 {done}/{total} 对",
    "first_of": "只列前 {count} 条；到“月度关爱”或用命令可按县（市、区）、乡镇查看",
}
