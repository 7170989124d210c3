"""Pictures, and what patients agreed to."""
