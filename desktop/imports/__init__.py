"""Bringing in what was written down elsewhere, and saving the record as tables: dialogs over `desktop.exchange`."""
