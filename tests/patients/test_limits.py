"""Who asks for much work again and again is asked to wait, and nobody learns who that was."""

import socket

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from redis.exceptions import ConnectionError as Unreachable

from procedures.patients.answers import limits
from tests.clinic import make_published
from tests.patients.opened import read
from tests.test_settings import start  # noqa: F401

pytestmark = pytest.mark.django_db

SEARCH = "/search/?q=rosacea+on+my+nose"
ASKED = {
    "search": SEARCH,
    "compare": "/compare/?p=microneedling&p=peel",
    "leaflet": "/procedures/microneedling/leaflet.pdf",
}


@pytest.fixture(autouse=True)
def twice(settings, own_cache):
    """Two of each a minute, and a new minute."""
    settings.MOST_A_MINUTE = dict.fromkeys(ASKED, 2)


def statuses(address, times=3, client=None, **environ):
    client = client or Client(**environ)
    return [client.get(address).status_code for _ in range(times)]


@pytest.mark.parametrize("what", ASKED)
def test_one_address_may_ask_so_often_in_a_minute_and_then_waits(what):
    make_published()
    assert statuses(ASKED[what]) == [200, 200, 429]

    answer = Client().get(ASKED[what])

    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["Cache-Control"] == "no-store"
    words = read(answer.content.decode()).words()
    assert "Wait a minute, then load this page again." in words
    assert "020 7946 0000" in words
    assert "rosacea" not in answer.content.decode()


def test_what_is_little_work_is_always_answered():
    make_published()

    for address in ("/", "/search/", "/search/?q=+", "/compare/", "/procedures/microneedling/"):
        assert statuses(address, 5) == [200] * 5, address


def test_the_leaflets_of_old_versions_are_counted_with_the_others():
    make_published()
    old = "/procedures/microneedling/versions/1/leaflet.pdf"

    assert statuses(ASKED["leaflet"], 2) + statuses(old, 1) == [200, 200, 429]


def test_another_address_does_not_wait():
    assert statuses(SEARCH, REMOTE_ADDR="192.0.2.1") == [200, 200, 429]
    assert statuses(SEARCH, REMOTE_ADDR="192.0.2.2") == [200, 200, 429]


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", 429),  # one household
        ("2001:db8::1", "2001:db8:0:1::1", 200),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", 200),
    ],
)
def test_of_the_new_addresses_a_household_has_many(one, other, status):
    statuses(SEARCH, REMOTE_ADDR=one)

    assert statuses(SEARCH, 1, REMOTE_ADDR=other) == [status]


def test_behind_a_proxy_of_ours_each_client_is_counted_alone(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    proxy = Client(REMOTE_ADDR="10.0.0.1")
    for address in ("192.0.2.1", "192.0.2.2"):
        headers = {"X-Forwarded-For": f"203.0.113.9, {address}"}
        found = [proxy.get(SEARCH, headers=headers).status_code for _ in range(3)]
        assert found == [200, 200, 429]


def test_who_names_other_addresses_waits_all_the_same():
    found = [
        Client().get(SEARCH, headers={"X-Forwarded-For": f"192.0.2.{one}"}).status_code
        for one in range(3)
    ]

    assert found == [200, 200, 429]


def test_where_a_server_does_not_say_who_asks_nobody_waits():
    assert statuses(SEARCH, 5, REMOTE_ADDR="") == [200] * 5


def test_a_site_may_set_no_limit(settings):
    settings.MOST_A_MINUTE = {"search": 0}

    assert statuses(SEARCH, 5) == [200] * 5


def test_neither_the_words_nor_the_address_are_kept_and_a_number_for_a_minute(monkeypatch):
    kept = []
    monkeypatch.setattr(caches["default"], "add", lambda *given, **more: kept.append((given, more)))
    monkeypatch.setattr(caches["default"], "incr", lambda *given: kept.append(given) or 1)

    statuses(SEARCH, 1, REMOTE_ADDR="192.0.2.1")

    ((key, number), more), again = kept
    assert (number, more, again) == (0, {"timeout": 60}, (key,))
    assert "192.0.2.1" not in key
    assert "rosacea" not in key


def test_who_has_another_secret_cannot_tell_an_address(settings, monkeypatch):
    kept = []
    monkeypatch.setattr(caches["default"], "add", lambda key, *_, **more: kept.append(key))
    for secret in ("one secret", "another secret"):
        settings.SECRET_KEY = secret
        statuses(SEARCH, 1)

    assert len(set(kept)) == 2


def test_a_minute_that_ends_meanwhile_refuses_nobody(monkeypatch):
    def ended(key):
        raise ValueError(f"Key {key!r} not found")

    monkeypatch.setattr(caches["default"], "incr", ended)

    assert statuses(SEARCH, 5) == [200] * 5


def test_a_cache_that_is_down_refuses_nobody(monkeypatch):
    with socket.socket() as free:  # bound to nobody once it is closed
        free.bind(("127.0.0.1", 0))
        down = RedisCache(f"redis://127.0.0.1:{free.getsockname()[1]}/0", {})
    with pytest.raises(Unreachable):
        down.add("a", 0)
    monkeypatch.setattr(limits, "cache", down)

    assert statuses(SEARCH, 5) == [200] * 5


def test_a_site_without_redis_knows_the_troubles_of_other_caches(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(limits, "import_module", missing)
    limits.unreachable.cache_clear()
    try:
        assert limits.unreachable() == (OSError,)
    finally:
        limits.unreachable.cache_clear()


def test_the_limits_are_generous_and_a_cache_that_hangs_is_left(start):  # noqa: F811
    settings = start(CACHE_URL="redis://127.0.0.1:6379/0")

    assert min(settings["MOST_A_MINUTE"].values()) >= 60
    assert settings["CACHES"]["default"]["OPTIONS"]["socket_timeout"] == 2
    assert start(SEARCHES_A_MINUTE="5")["MOST_A_MINUTE"]["search"] == 5
