"""Evaluation: how well the alliance works, as charts, findings and recommendations."""
