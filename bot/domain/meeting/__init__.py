"""The meetings that come round: date, poll, invitation, attendance, minutes, actions (clause 6.4)."""
