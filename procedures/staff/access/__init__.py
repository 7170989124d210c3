"""Who comes in, as whom, and what everybody inside is shown and told."""
