"""Who changed what: undo, redo, restoring, and what was at a moment of the past."""
