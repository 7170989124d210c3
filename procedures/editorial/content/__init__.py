"""A whole content folder into the database, and out of it again."""
