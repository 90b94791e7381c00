"""Handing the desk over: the checklist and the pack, taking the desk back, and the first page of who receives it."""
