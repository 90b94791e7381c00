"""The duties: whose turn it is, why, and what there is to do and by whom."""
