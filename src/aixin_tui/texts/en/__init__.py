"""The English catalogue, a module an area."""
