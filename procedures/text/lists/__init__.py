"""The other content files: what the catalogue, the glossary and a register hold."""
