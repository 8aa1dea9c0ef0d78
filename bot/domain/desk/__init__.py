"""The desk: leads that come in, and activations that are proposed but not yet confirmed (clause 4.2d)."""
