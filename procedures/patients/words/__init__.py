"""What a patient is shown of a version, and where every procedure stands."""
