"""What lists and search look in, made of the published texts."""
