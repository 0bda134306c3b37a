"""The store of records, in English."""

PROBLEMS = {
    "STORE_001": ("the folder holds something already", "choose an empty folder or a new name"),
    "STORE_002": (
        "this is no workspace",
        "name the folder that holds office.json with --workspace, or run aixin init first",
    ),
    "STORE_003": (
        "the workspace was written by a newer version (format {format}; this one knows {known})",
        "upgrade aixin, then open it; nothing was changed",
    ),
    "STORE_004": (
        "the workspace lies on a network drive ({kind}): records are lost when it breaks or two people write",
        "keep it on a local disk, and send bundles from office to office",
    ),
}
