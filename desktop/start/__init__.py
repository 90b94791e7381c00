"""The start page: open an alliance file, make a new one, or try a sample."""
