"""The homepages that may show our pages."""
