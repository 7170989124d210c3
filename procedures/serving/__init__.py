"""What stands in front of Django’s handler: kept answers, last good pages; and the frozen site."""
