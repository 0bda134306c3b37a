"""One module a screen. A screen owns its widgets, asks a service in the desk's thread, and shows what it answers."""
