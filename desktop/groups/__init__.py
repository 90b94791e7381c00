"""The groups' page: the plenary with its co-chairs, and the working groups."""
