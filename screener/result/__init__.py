"""What a screening gives back, as frozen models that name everything they say and nothing of how it was found."""
