"""Pages of a fresh site beside one another."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.uncounted
def test_three_pages_need_six_queries_at_most_and_20_kb(client, django_assert_max_num_queries):
    address = "/compare/?p=microneedling&p=chemical-peel&p=botulinum-toxin"

    with django_assert_max_num_queries(6):
        answer = client.get(address, headers={"accept-encoding": "br"})

    assert answer.status_code == 200
    assert len(answer.content) <= 20_000
    assert answer.headers["X-Robots-Tag"] == "noindex"
