"""Where the desk stands today, and what is worth a look."""
