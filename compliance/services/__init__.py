"""The only writers of what checks say, of what follows from it, and of what people judge."""
