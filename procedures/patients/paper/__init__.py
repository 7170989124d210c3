"""Leaflets as PDF: drawn apart from the server, and kept."""
