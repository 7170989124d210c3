"""An operator follows docs/operating.md word for word, and has a site.

Not run, because a test may not change the machine it runs on: what installs packages (it is
compared with what is here), what makes a user, and what asks a certificate authority.
"""


import pytest

from tests.production import guide
from tests.production.asking import ask

KINDS = {"", "settings", "packages", "users", "elsewhere", "upgrade", "back"}


@pytest.fixture(scope="module")
def followed(machine):
    """The machine once the guide was followed down to its end."""
    said = {}
    for heading, kind, commands in guide.blocks():
        if kind == "":
            said[heading] = said.get(heading, "") + machine.run(commands)
            machine.lend_packages()
    machine.said = said
    return machine


def test_the_guide_gives_a_site_behind_tls(followed):
    answer = ask(followed.secure(), "/")
    assert answer.status == 200, answer.text
