"""What the alliance is for: its charter, indicators, endorsements, notes and challenges."""
