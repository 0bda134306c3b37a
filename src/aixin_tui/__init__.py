"""The desk tool of the 爱心妈妈 programme: a terminal app and a command line over one workflow engine."""

__version__ = "0.1.0"
