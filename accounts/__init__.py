"""Users and sign-in. Knows no organisation."""
