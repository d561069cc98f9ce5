"""Demo data: invented people in every room at once, written through the same services as the pages."""
