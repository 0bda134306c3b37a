"""The terminal app: one module a screen, over the same services as the command line.

Importing this package imports no Textual; `start.open_app` does so after the first frame stands on the screen.
"""
