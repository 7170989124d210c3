"""What wears with time: links, records, and tasks that should have run."""
