"""Surveys of members: making one, giving it out, typing in and reading what came back, and what it says."""
