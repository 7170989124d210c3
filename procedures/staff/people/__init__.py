"""Who works here: how they come in, what they say of themselves, who lets them go."""
