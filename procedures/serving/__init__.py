"""What stands in front of Django's handler: kept answers, and the last good pages."""
