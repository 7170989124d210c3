"""Recovery on real days, as a plan and as a diary."""
