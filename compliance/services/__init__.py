"""The only writers of what checks say and of what follows from it."""
