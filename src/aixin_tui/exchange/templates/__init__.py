"""The core's Word templates, one a layout. `python -m aixin_tui.exchange.templates.make` writes them anew."""
