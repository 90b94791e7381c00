"""How an alliance's file lies on a disk: its lock, its medium, copies of it, and whether it is still the same."""
