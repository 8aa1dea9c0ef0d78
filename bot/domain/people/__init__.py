"""Who can be reached, and which group chat is the unit's."""
