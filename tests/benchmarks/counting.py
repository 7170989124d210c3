"""The settings of a site that says with every answer how many queries it took."""

from procedures.settings import *  # noqa: F403
from procedures.settings import MIDDLEWARE

MIDDLEWARE = ["tests.benchmarks.queries.Counted", *MIDDLEWARE]
