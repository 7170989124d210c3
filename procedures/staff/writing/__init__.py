"""Drafts: their form, and what is seen and said beside it."""
