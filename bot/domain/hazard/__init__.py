"""Hazards: found, assigned, fixed, verified by somebody else (clause 7.2)."""
