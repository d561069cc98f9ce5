"""Informal care: the Mezzo Model as a board, the people who care for somebody, what relieves them, and volunteers."""
