"""Whatever staff paste becomes an origin that a policy may name, or is refused with a reason."""

import pytest

from procedures.embedding.origins import OriginRefused, beside, normalised

TAKEN = {
    "https://clinic.example": "https://clinic.example",
    "clinic.example": "https://clinic.example",
    "https://clinic.example/about/?x=1#top": "https://clinic.example",
    "HTTPS://WWW.Clinic.Example/": "https://www.clinic.example",
    " https://clinic.example\t": "https://clinic.example",
    "https://clinic.example:443": "https://clinic.example",
    "https://clinic.example:8443/": "https://clinic.example:8443",
    "https://clinic.example.": "https://clinic.example",
    "https://praxis-müller.example": "https://xn--praxis-mller-klb.example",
    "https://*.clinic.example": "https://*.clinic.example",
    "https://clinic.wixsite.com": "https://clinic.wixsite.com",
}
REFUSED = (
    "",
    "https://clinic.example; script-src *",
    "https://clinic.example https://other.example",
    "https://clinic.example,https://other.example",
    "'self'",
    "'none'",
    "*",
    "https:",
    "https://",
    "https://*",
    "https://*.com",
    "https://*.co.uk",
    "https://*.wixsite.com",
    "https://*.wordpress.com",
    "https://a.*.example",
    "https://user:secret@clinic.example",
    "https://clinic.example\nX-Header: 1",
    "https://clinic.example:99999",
    "https://clinic.example:x",
    "https://[::1",
    "https://-clinic.example",
    f"https://{'a' * 70}.example",
    f"https://{'ü' * 70}.example",
    f"https://{'a.' * 130}example",
    "https://192.168.0.1",
    "https://clinic",
    "http://clinic.example",
    "http://localhost:8000",
    "javascript:alert(1)",
    "data:text/html,x",
    "//clinic.example;",
)


@pytest.mark.parametrize("typed", TAKEN)
def test_10_an_address_becomes_an_origin_and_stays_one(typed):
    assert normalised(typed) == TAKEN[typed]
    assert normalised(TAKEN[typed]) == TAKEN[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_10_what_names_no_website_is_refused_in_a_sentence(typed):
    with pytest.raises(OriginRefused) as refused:
        normalised(typed)

    assert str(refused.value).endswith(".")


def test_only_a_site_under_development_is_framed_from_this_machine():
    assert normalised("http://localhost:8200/x", loopback=True) == "http://localhost:8200"
    assert normalised("http://127.0.0.1", loopback=True) == "http://127.0.0.1"
    with pytest.raises(OriginRefused):
        normalised("http://clinic.example", loopback=True)


def test_the_address_that_people_forget_is_known():
    assert beside("https://www.clinic.example") == "https://clinic.example"
    assert beside("https://*.clinic.example") == "https://clinic.example"
    assert beside("https://clinic.example") == ""
