"""What was done, by whom, and bringing back what was deleted."""
