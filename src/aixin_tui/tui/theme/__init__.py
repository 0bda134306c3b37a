"""The look: one style sheet in the sixteen colours of the terminal."""
