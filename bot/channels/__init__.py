"""Fallback channels: adapters that hand a message to a vendor and read the vendor's own answer. They know no incident.

`adapter(channel, …)` gives the one for a channel of the plan; `send` never raises for what a vendor or a network does.
"""
