"""The site as `make run` makes it, as patients meet it."""
