"""Facts and value types that every package shares: no input or output, no clock, no printing."""
