"""The alliance's record: true with no window and no paper."""
