"""What the author of a province gets to test it with."""
