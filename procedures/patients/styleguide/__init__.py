"""Every component in every state it can have, made by the very templates: in development only."""
