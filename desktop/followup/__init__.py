"""Following up a meeting: what it agreed and how that stands, and getting its minutes to the members."""
