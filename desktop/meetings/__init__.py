"""Meetings: their list, and one meeting with its agenda, purpose and papers."""
