"""What every answer to a patient has in common, whatever it says."""
