"""Masked fields, in Chinese."""

PROBLEMS = {
    "MASK_001": ("查看完整号码要写明事由", "写明为何需要，如“核对户口簿”"),
    "MASK_002": ("“{field}”不是打码的项目，或属封存内容", "只能查看打码的项目"),
}
