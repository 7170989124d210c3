"""Why something an operator asked for was not done."""


class BackupRefused(Exception):
    """A copy was not made, or not taken back; the message says why, and what to do next."""
