"""The two scripts of frames: small, told apart from any other, and forgetful."""

import re
from base64 import b64encode
from gzip import compress
from hashlib import sha384

import pytest

from procedures.embedding import script
from procedures.patients.answers import assets

#: Whatever a browser could keep something with, or ask somebody with.
KEEPS = re.compile("localStorage|sessionStorage|indexedDB|cookie|caches|fetch|XMLHttp|beacon", re.I)


@pytest.mark.parametrize("name", ["embed-host", "embed-child"])
def test_53_a_script_keeps_nothing_asks_nobody_and_is_small(name):
    source = assets.content(name)

    assert not KEEPS.search(source)
    assert "unload" not in source  # with which a browser would keep no page that one leaves
    assert len(compress(source.encode())) <= 2_048


def test_the_digest_that_homepages_check_is_that_of_what_they_get(client):
    answer = client.get("/embed/v1.js", headers={"accept-encoding": "identity"})

    digest = b64encode(sha384(answer.content).digest()).decode()
    assert script.integrity() == f"sha384-{digest}"
