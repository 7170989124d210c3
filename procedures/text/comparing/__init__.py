"""What changed between two versions, line by line and word by word."""
