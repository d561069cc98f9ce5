"""What the region agreed with the care providers."""
