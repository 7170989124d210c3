"""From a `Document` to what patients are shown."""
