"""The alliance's own settings, and its file: where it is, its passphrase, its check, its copies."""
