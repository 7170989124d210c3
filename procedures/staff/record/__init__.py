"""What was done, what changed, and who signed."""
