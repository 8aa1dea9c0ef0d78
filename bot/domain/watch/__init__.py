"""Who is on duty (值班), which leader is (带班), and how they take over from each other (clause 7.3b)."""
