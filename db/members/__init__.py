"""Members, people and groups: who belongs since when, who speaks for whom."""
