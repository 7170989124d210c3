"""What each address answers in each state a procedure can be in."""

import pytest

from tests.clinic import make_published
from tests.patients import states

pytestmark = pytest.mark.django_db

#: State → what its page, recovery, versions, permalink, source, day, changes and API answer.
ANSWERS = {
    "drafted": (404, 404, 404, 404, 404, 404, 404, 404),
    "waiting": (404, 404, 404, 404, 404, 404, 404, 404),
    "declined": (404, 404, 404, 404, 404, 404, 404, 404),
    "unreviewed": (200, 200, 200, 200, 200, 200, 200, 200),
    "reviewed": (200, 200, 200, 200, 200, 200, 200, 200),
    "overdue": (200, 200, 200, 200, 200, 200, 200, 200),
    "reworded": (200, 200, 200, 200, 200, 200, 200, 200),
    "replaced": (200, 200, 200, 200, 200, 200, 200, 200),
    "unshown": (200, 200, 200, 200, 200, 200, 200, 200),
    "withdrawn": (410, 410, 200, 200, 200, 200, 200, 200),
    "redacted": (200, 200, 200, 200, 404, 200, 200, 200),
    "withdrawn_and_redacted": (410, 410, 200, 200, 404, 200, 200, 200),
    "renamed": (200, 200, 200, 200, 200, 200, 200, 200),
}


def test_every_state_is_in_the_table():
    assert set(ANSWERS) == set(states.STATES)


@pytest.mark.parametrize("state", ANSWERS)
def test_every_address_answers_as_the_table_says(client, folder, state):
    states.STATES[state](folder)

    answers = {kind: client.get(address).status_code for kind, address in states.of().items()}

    assert answers == dict(zip(states.ADDRESSES, ANSWERS[state], strict=True))


@pytest.mark.parametrize("state", states.HIDDEN)
def test_a_text_nobody_let_out_is_named_nowhere(client, folder, state):
    states.STATES[state](folder)

    for address in ("/", "/sitemap.xml", "/feed.xml", "/api/procedures/", "/procedures/none/"):
        answer = client.get(address).content.decode()
        assert "icroneedling" not in answer


def test_a_version_that_waits_is_hidden_while_the_one_before_is_read(client, folder):
    first = make_published(reviewed=True)
    folder.write("microneedling/1.md", first.text)
    folder.version(2, title="Words that wait")
    folder.load()

    for address in (
        "/procedures/microneedling/versions/2/",
        "/procedures/microneedling/versions/2/source.md",
        "/procedures/microneedling/changes/1..2/",
        "/procedures/microneedling/changes/2..1/",
    ):
        assert client.get(address).status_code == 404
    for address in (*states.of().values(), *states.MACHINES, "/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Words that wait" not in answer.content.decode()


def test_a_version_replaced_before_it_was_shown_is_hidden_until_the_one_after_is_let_out(
    client, folder
):
    folder.version(1)
    folder.version(2)
    folder.load(publish=False)

    assert client.get("/procedures/microneedling/versions/1/").status_code == 404


@pytest.mark.parametrize("number", [2, 3, 999_999_999])
def test_a_version_there_is_not_is_not_there(client, folder, number):
    states.reviewed(folder)

    for address in (
        f"/procedures/microneedling/versions/{number}/",
        f"/procedures/microneedling/versions/{number}/source.md",
        f"/procedures/microneedling/changes/1..{number}/",
        f"/procedures/microneedling/changes/{number}..1/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", states.ADDRESSES)
def test_a_former_slug_leads_to_the_new_one_in_one_step(client, folder, kind):
    states.renamed(folder, former="skin-needling")

    answer = client.get(states.of("skin-needling")[kind])

    assert answer.status_code == 301
    assert answer.headers["Location"] == states.of("microneedling")[kind]
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_former_slug_of_a_withdrawn_page_leads_to_why_it_is_gone(client, folder):
    states.withdraw(states.renamed(folder))

    answer = client.get("/procedures/skin-needling/", follow=True)

    assert answer.redirect_chain == [("/procedures/microneedling/", 301)]
    assert answer.status_code == 410


def test_the_current_slug_leads_nowhere_else(client, folder):
    states.renamed(folder)

    assert client.get("/procedures/microneedling/versions/7/").status_code == 404
