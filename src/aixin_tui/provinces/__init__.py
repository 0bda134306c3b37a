"""The plugin host: hookspecs, the YAML loader, the registry of provinces, the rules they must meet."""
