"""Files that others wrote: looked at without believing them, taken in row by row."""
