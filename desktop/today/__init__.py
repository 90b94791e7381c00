"""Today: where the desk stands, and the next thing to do."""
