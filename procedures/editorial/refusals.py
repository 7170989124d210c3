"""Why a verb did not do what was asked, in words for the person who asked."""


class StepRefused(Exception):
    """The step must not happen; the message says why, and what to do next."""
