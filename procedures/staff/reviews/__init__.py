"""Texts that wait for a clinician, and pages that are to be read again."""
