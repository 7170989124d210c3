"""What is wrong here, room by room of the site: each finding with its mend."""
