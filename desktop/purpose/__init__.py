"""The page Purpose: what the alliance is for, what it goes by, what it says aloud, and what stands in its way."""
