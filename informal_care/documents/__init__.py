"""What letters of informal care print, by subject."""
