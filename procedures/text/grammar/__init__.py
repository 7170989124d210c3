"""What every file is made of: characters, Markdown and a little YAML, and how faults are told."""
