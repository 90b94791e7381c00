"""Minutes, and what was agreed in them: marked lines, decisions, actions and who owes them."""
