"""The page of a rehearsal: everybody's phones in one browser window."""
