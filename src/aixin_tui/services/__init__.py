"""Use cases, one verb a module: what the command line and the app both call."""
