"""The terminal app: one module a screen, over the same services as the command line."""
