"""An incident or an exercise, from activation to closing (clauses 3 to 5)."""
