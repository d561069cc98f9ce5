"""The client, the client system and what the municipality allocated."""
