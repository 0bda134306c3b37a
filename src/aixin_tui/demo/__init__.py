"""The maker of the fictitious county, through the same services as everybody's work."""
