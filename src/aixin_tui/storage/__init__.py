"""The records of a workspace as plain TinyDB files with a journal: durable, mergeable, undoable."""
