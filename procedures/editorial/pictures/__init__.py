"""Photos: checked, stored without what they tell of a person, and consented to."""
