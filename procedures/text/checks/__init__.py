"""What the house rules hold against a text: each rule, and how its findings are told."""
