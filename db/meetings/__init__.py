"""Meetings from planning to follow-up: series, agenda, papers, call, attendance, quorum."""
