"""What is believed of all that is said on a homepage: only what our own frame says of itself."""

from tests.browser.embedded import COUNT, HEIGHT, STATE, inside, tall

FLOOD = "() => heard > 40"
FORGE = """<script>
const send = (said) => {
    const message = {ns: "procinfo", v: 1, ...said};
    for (let place = 0; place < parent.length; place++) parent[place].postMessage(message, "*");
    parent.postMessage(message, "*");
};
setInterval(() => { send({type: "height", height: 99}); send({type: "reveal", top: 900}); }, 5);
</script>"""


def test_15_a_frame_beside_ours_changes_nothing(homepage, embeds, stranger):
    forger = stranger.put(FORGE, path="/forger")
    page = homepage(f'{embeds.snippet()}<iframe src="{forger}"></iframe>')
    held, needed = tall(page)
    page.evaluate(COUNT)
    page.wait_for_function(FLOOD)

    assert held == needed == page.evaluate(HEIGHT) != 99
    assert page.evaluate("scrollY") == 0


def test_16_a_frame_of_others_that_carries_our_name_is_left_alone(homepage, embeds, stranger):
    forger = stranger.put(FORGE, path="/forger")
    theirs = f'<iframe data-procinfo src="{forger}" height="200" frameborder="0"></iframe>'
    page = homepage(theirs + embeds.script, ready=False)
    page.evaluate(COUNT)
    page.wait_for_function(FLOOD)

    assert page.evaluate("procinfo") == 1  # our script is there
    assert page.evaluate(STATE) is None
    assert page.evaluate(HEIGHT) == 200


def test_17_our_frame_led_elsewhere_is_believed_no_more(homepage, embeds, stranger):
    page = homepage(embeds.snippet())
    held, _ = tall(page)
    forger = stranger.put(FORGE, path="/forger")
    page.evaluate("url => { document.querySelector('iframe').src = url; }", forger)
    page.evaluate(COUNT)
    page.wait_for_function(FLOOD)

    assert page.evaluate(HEIGHT) == held


def test_18_a_height_is_a_number_within_bounds(homepage, embeds):
    said = ["NaN", "null", "({})", "'1e9'", "'<b>'", "undefined", "1e9", "-5", "Infinity"]
    page = homepage(embeds.snippet())
    held, _ = tall(page)
    page.evaluate(
        "window.seen = []; addEventListener('message', ({data}) => {"
        f" if (data.forged) seen.push({HEIGHT}); }})"
    )
    for height in said:
        inside(page).evaluate(
            "parent.postMessage({ns: 'procinfo', v: 1, type: 'height', forged: 1,"
            f" height: {height}}}, '*')"
        )
    page.wait_for_function("count => seen.length === count", arg=len(said))

    assert page.evaluate("seen") == [*[held] * 6, 60_000, 80, 80]
    assert page.failed == []


def test_19_the_homepage_scrolls_only_for_who_reads_in_the_frame(homepage, embeds):
    page = homepage(embeds.snippet())
    page.evaluate(COUNT)
    reveal = "parent.postMessage({ns: 'procinfo', v: 1, type: 'reveal', top: 500}, '*')"
    inside(page).evaluate(reveal)
    page.wait_for_function("() => heard === 1")
    assert page.evaluate("scrollY") == 0

    page.evaluate("document.querySelector('iframe').focus()")
    inside(page).evaluate(reveal)
    page.wait_for_function("() => heard === 2")
    assert page.evaluate("scrollY") > 400


def test_20_whatever_else_is_said_is_passed_over(homepage, embeds):
    page = homepage(embeds.snippet())
    held, _ = tall(page)
    junk = ["null", "5", "'x'", "'[iFrameSizer]a:1'", "{ns: 'procinfo', v: 2}", "{ns: 1}", "[]"]
    for document in (page, inside(page)):
        document.evaluate(COUNT)
    for one in junk:
        page.evaluate(f"postMessage({one}, '*')")
        page.evaluate(f"frames[0].postMessage({one}, '*')")
    for document in (page, inside(page)):
        document.wait_for_function("count => heard === count", arg=len(junk))

    assert page.evaluate(HEIGHT) == held
    assert page.failed == []
    assert not [one for one in page.said if "rror" in one]


def test_21_what_is_opened_from_the_frame_cannot_reach_back(homepage, embeds):
    page = homepage(embeds.snippet())

    for link in ("Open the full page", "All versions of this page"):
        with page.context.expect_page() as opened:
            inside(page).get_by_role("link", name=link).click()
        opened.value.wait_for_load_state()
        assert opened.value.evaluate("opener") is None
        opened.value.close()


INTRUDE = """<script>
window.told = [];
addEventListener("message", ({data}) => told.push(data));
const greet = (one) => one.postMessage({ns: "procinfo", v: 1, type: "init"}, "*");
greet(parent.frames[0]);
</script>"""


def test_22_the_frame_answers_nobody_but_its_homepage(homepage, embeds, stranger):
    intruder = stranger.put(INTRUDE, path="/intruder")
    page = homepage(embeds.frame(), ready=False)
    frame = inside(page)
    frame.evaluate(COUNT)
    page.evaluate(
        """url => { const one = document.createElement("iframe");
        one.src = url; document.body.append(one); }""",
        intruder,
    )
    frame.wait_for_function("() => heard === 1")

    assert frame.evaluate("document.documentElement.className") == ""
    assert inside(page, 1).evaluate("told") == []
    # Nor one that is opened alone, by whoever opened it.
    with page.expect_popup() as opened:
        page.evaluate("url => { window.ours = open(url); }", embeds.address())
    opened.value.evaluate(COUNT)
    page.evaluate("ours.postMessage({ns: 'procinfo', v: 1, type: 'init'}, '*')")
    opened.value.wait_for_function("() => heard === 1")
    assert opened.value.evaluate("document.documentElement.className") == ""
    opened.value.close()
