"""How hard the properties are tried: HYPOTHESIS_PROFILE=explore tries much harder."""

import os

from hypothesis import settings

settings.register_profile("tests", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("explore", deadline=None, database=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))
