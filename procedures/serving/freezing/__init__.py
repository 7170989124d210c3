"""The public site as plain files, for nginx to answer from for a day."""
