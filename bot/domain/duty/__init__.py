"""Duties between incidents (clauses 6 and 7): rounds open, people answer, silence is nagged about and told upward."""
