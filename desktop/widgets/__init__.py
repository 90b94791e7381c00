"""Domain-free parts that two or more features use. Pages import them from their modules."""
