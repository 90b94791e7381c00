"""Evaluations: who looked, what they found, what is recommended. The numbers are in `db.measures`."""
