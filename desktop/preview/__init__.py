"""Showing a meeting's documents as they will be printed, when a page asks for it."""
