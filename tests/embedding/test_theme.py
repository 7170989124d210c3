"""Whatever accent a homepage asks for, words in it can be read."""

import re
from itertools import product

import pytest

from procedures.embedding import theme
from procedures.models import Theme

GROUNDS = {
    "light": ("fcf9f3", "f4eee3", "e2efe9"),
    "dark": ("191714", "25221d", "17302c"),
}


def test_contrast_is_that_of_wcag():
    black, white = theme.colour("000000"), theme.colour("ffffff")
    assert theme.contrast(black, white) == pytest.approx(21)
    assert theme.contrast(theme.colour("777777"), white) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("accent", ["".join(one) for one in product(("00", "7f", "ff"), repeat=3)])
def test_44_any_accent_can_be_read_on_all_that_is_behind_it(accent):
    for shown, scheme in zip(theme.readable(accent), ("light", "dark"), strict=True):
        for ground in GROUNDS[scheme]:
            assert theme.contrast(theme.colour(shown[1:]), theme.colour(ground)) >= 4.5


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert theme.readable("0b524d")[0] == "#0b524d"
    assert theme.readable("93d5c8")[1] == "#93d5c8"


@pytest.mark.parametrize("name", Theme.values)
def test_a_theme_lies_at_an_address_of_its_own_for_ever(client, name):
    answer = client.get(theme.address(name, "ff8800"))

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert re.search("color-scheme:(light|dark|light dark);--accent:", answer.content.decode())
    assert "--accent" not in client.get(theme.address(name, "")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", ["light-none", "blue-none", "light-red", "light-fff", "light-ff0000f", "auto-ffff00%0A"]
)
def test_44_nobody_makes_up_styles(client, said):
    assert client.get(f"/embed/theme/{said}-0123456789ab.css").status_code == 404
