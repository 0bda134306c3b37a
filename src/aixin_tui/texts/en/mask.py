"""Masked fields, in English."""

PROBLEMS = {
    "MASK_001": ("Seeing a number in full takes a reason", "say what it is needed for"),
    "MASK_002": ("“{field}” is not masked, or is sealed", "only masked fields can be revealed"),
}
