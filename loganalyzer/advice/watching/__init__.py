"""Says what matters while a log grows; what it remembers is bounded, or is by unit. Pure: time comes in."""
