"""What can be done with a damaged file: read again, set aside, saved from."""
