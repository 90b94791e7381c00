"""Backups: taken while one works, listed, told apart from now, written out as a new file."""
