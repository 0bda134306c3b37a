"""The Chinese catalogue, a module an area."""
