"""The call of a meeting: what goes out, to whom, and who was told."""
