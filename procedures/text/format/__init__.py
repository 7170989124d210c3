"""The content file of a page: from its bytes to a `Document` or every reason why not, and back."""
