"""Drives the real program over the sample alliance and keeps what is seen: `python -m desktop.showcase FOLDER [--all]`.

A page or dialog is one `Scene` in `desktop.showcase.scenes`.
"""
