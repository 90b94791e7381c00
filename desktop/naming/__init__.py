"""What things of the record are called, on screen and on paper: one word for one thing everywhere. No Qt."""
