"""A whole province at the figures of its own text, made through the same group acts as an office's work."""
