"""What stands in the register of homepages can loosen no policy, however it came there."""

from io import StringIO

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection

from procedures.models import EmbedSite
from procedures.staff.homepages.forms import HomepageForm

pytestmark = pytest.mark.django_db

KEY = "k3y8abc2"
WRONG = [
    "http://www.clinic.example", "*", "https://*", "https:", "'self'", "'unsafe-inline'", "",
    "https://clinic.example; script-src *", "https://a.example https://b.example", "https://*.com",
    "https://clinic.example/", "https://clinic.example\nX-Evil: a", "https://clinic.example\n",
    "http://localhost:8200", "data:", "https://user@clinic.example", None, 7, ["https://a.example"],
]  # fmt: skip
RIGHT = [
    "https://www.clinic.example",
    "https://clinic.example:8443",
    "https://*.clinic.example",
    "https://xn--klinik-mnchen-gsb.example",
]


def site(*origins):
    return EmbedSite.objects.create(name="Example", key=KEY, origins=[*origins])


def ancestors(client):
    policy = client.get(f"/embed/{KEY}/").headers["Content-Security-Policy"]
    return policy.partition("; frame-ancestors ")[2]


def found():
    """What Django's checks find in the register."""
    messages = checks.run_checks(databases=["default"])
    return [one for one in messages if one.id == "procedures.E001"]


@pytest.mark.parametrize("origin", WRONG, ids=str)
def test_a_policy_never_names_what_is_no_website_over_https(client, settings, origin):
    settings.EMBED_LOOPBACK = False
    made = site(origin, RIGHT[0])

    assert ancestors(client) == RIGHT[0]
    (error,) = found()
    assert error.is_serious()
    assert f"/admin/homepages/{made.pk}/" in error.hint


def test_a_policy_names_every_right_origin_and_nothing_else(client):
    site(*RIGHT)

    assert ancestors(client) == " ".join(RIGHT)
    assert found() == []


def test_what_the_form_of_staff_lets_through_a_policy_may_name():
    for origin in RIGHT:
        form = HomepageForm({"name": "A", "origins": origin, "theme": "light"})
        assert form.is_valid()
        assert form.cleaned_data["origins"] == [origin]


def test_an_operator_is_told_with_how_to_mend_it(settings):
    site("http://www.clinic.example")

    with pytest.raises(CommandError, match=r"“http://www\.clinic\.example” may not frame pages"):
        call_command("check", databases=["default"], stderr=StringIO())


def test_while_developing_ones_own_machine_may_frame(client, settings):
    settings.EMBED_LOOPBACK = True
    site("http://localhost:8200")

    assert ancestors(client) == "http://localhost:8200"
    assert found() == []


def test_a_homepage_that_was_ended_troubles_nobody():
    EmbedSite.objects.filter(pk=site("*").pk).update(active=False)

    assert found() == []


def test_a_database_without_the_register_can_be_migrated(monkeypatch):
    site("*")
    monkeypatch.setattr(connection.introspection, "table_names", list)

    assert found() == []
