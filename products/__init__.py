"""The product book: variants, dated versions and their requirements."""
