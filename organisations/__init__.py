"""Region, municipalities, care providers and their professionals."""
