"""How dates are written, language by language; what is not here is Django's own."""
