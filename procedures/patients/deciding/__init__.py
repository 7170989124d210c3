"""What helps a patient to decide: search, comparison, and recovery on their own days."""
