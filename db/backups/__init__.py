"""Backups: taken, kept in a second place, compared with the record, restored."""
