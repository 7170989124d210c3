"""What an operator runs: safe copies, removing words by law, and what is wrong here."""
