"""Surveys of members: questions, forms, answers without names, results."""
