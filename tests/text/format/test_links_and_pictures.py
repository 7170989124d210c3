"""Where a text may lead, and what it may show."""

import pytest

from procedures.text.format.allowed import Pictures, address_fault
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import SectionKind
from tests.text.documents import PHOTO, PICTURES, fault_in, make_text, read

OTHER = "b1" * 32


def about(words):
    """A file that says this under "About the procedure", from line 22."""
    return make_text(words={SectionKind.ABOUT: words})


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/a_b?c=d&e=%20#f",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org:8443/",
        "https://bücher.example/ü",
        "https://[2001:db8::1]/",
        "<https://example.org/a b>",
        "https://example.org/a_(b)",
        "procedure:chemical-peel",
        "procedure:co2-laser",
    ],
)
def test_a_link_may_lead_to_the_web_or_to_a_page_of_ours(address):
    words = f"See [the page]({address})."
    assert read(about(words)).section(SectionKind.ABOUT).body == words


@pytest.mark.parametrize(
    ("link", "fault", "mend"),
    [
        ("[words](/about)", "a link to “/about”", "link to https://…"),
        ("[words](#sources)", "a link to “#sources”", "link to https://…"),
        ("[words]()", "a link to “”", "link to https://…"),
        ("[words](www.example.org)", "a link to “www.example.org”", "link to https://…"),
        ("[words](//evil.example)", "a link to “//evil.example”", "link to https://…"),
        ("[words](https:///x)", "a link to “https:///x”", "link to https://…"),
        ("[words](https:evil.example)", "a link to “https:evil.example”", "link to https://…"),
        (r"[words](https:\\evil.example)", "a link to “https:%5Cevil.example”", "link to https://"),
        ("[words](javascript:alert(1))", "a link to “javascript:alert(1)”", "link to https://…"),
        ("[words](JavaScript&#58;alert)", "a link to “JavaScript:alert”", "link to https://…"),
        ("[words](<java\tscript:alert>)", "a link to “java%09script:alert”", "link to https://…"),
        ("[words](data:text/html,x)", "a link to “data:text/html,x”", "link to https://…"),
        ("[words](mailto:a@example.org)", "a link to “mailto:a@example.org”", "link to https://…"),
        ("[words](tel:999)", "a link to “tel:999”", "link to https://…"),
        ("[words](ftp://example.org)", "a link to “ftp://example.org”", "link to https://…"),
        ("[words](http://a@example.org)", "an address with a name or password", "take them out"),
        ("[words](http://a:b@example.org)", "an address with a name or password", "take them out"),
        ("[words](https://)", "a link to “https://”", "link to https://…"),
        ("[words](https://[::1)", "an address that cannot be read", "copy it again"),
        ("[words](https://example.org:99999)", "an address that cannot be read", "copy it again"),
        ("[words](https://example.org:x)", "an address that cannot be read", "copy it again"),
        ("[words](https://%00)", "an address that cannot be read", "copy it again"),
        ("[words](https://a..b)", "an address that cannot be read", "copy it again"),
        ("[words](<https://a b>)", "an address that cannot be read", "copy it again"),
        ("[words](procedure:)", "a link to “procedure:”", "procedure:chemical-peel"),
        ("[words](procedure:Chemical-Peel)", "a link to “procedure:", "procedure:chemical-peel"),
        ("[words](procedure:chemical_peel)", "a link to “procedure:", "procedure:chemical-peel"),
        ("[words](procedure:-peel)", "a link to “procedure:-peel”", "procedure:chemical-peel"),
        ("[words](procedure:a--b)", "a link to “procedure:a--b”", "procedure:chemical-peel"),
        ("[words](procedure:peel/2)", "a link to “procedure:peel/2”", "procedure:chemical-peel"),
        ("[words](<procedure:chemical peel>)", "a link to “procedure:", "procedure:chemical-peel"),
        ("[words](PROCEDURE:peel)", "a link to “PROCEDURE:peel”", "procedure:<slug>"),
        ("[words](https://x.org 'A title')", "a link with a title in quotes", "in the words of"),
        ("[](https://x.org)", "a link whose words are “”", "say in words where it leads"),
        ("[ \u00a0 ](https://x.org)", "a link whose words are “”", "say in words where it leads"),
        ("[2](https://x.org)", "a link whose words are “2”", "cite a source as [2]"),
        ("[**12**](https://x.org)", "a link whose words are “12”", "cite a source as [2]"),
        ("<https://example.org>", "a bare address, https://example.org", "give it words"),
        ("<a@example.org>", "a bare address, mailto:a@example.org", "give it words"),
        ("See https://example.org/a.", "a bare address, https://example.org/a.", "give it words"),
        ("See www.example.org now.", "a bare address, www.example.org", "give it words"),
        ("[https://nhs.uk](https://x.org)", "a bare address, https://nhs.uk", "give it words"),
        ("[words] (x) [words](x y)", "“](” that means nothing here", "complete the Markdown"),
        ("[a [b](https://x.org) c](https://y.org)", "“](” that means nothing", "complete the"),
        ("[a [1] b](https://x.org)", "“](” that means nothing here", "complete the Markdown"),
        ("[a *b [1]*](https://x.org)", "“](” that means nothing here", "complete the Markdown"),
    ],
)
def test_any_other_link_is_refused(link, fault, mend):
    with pytest.raises(ContentRefused) as refusal:
        read(about(f"One.\n\nTwo\n{link}"))
    refused = next(one for one in refusal.value.faults if fault in one.what)
    assert refused.line == 25
    assert mend in refused.mend


def test_the_words_of_a_link_may_be_marked_and_hold_numbers():
    assert read(about("See [the **2** pages](https://example.org)."))


def test_no_address_hides_an_invisible_character():
    assert address_fault("https://example.org/\u202e") is None
    fault = fault_in(about('![Alt](drawing:skin-layers-1 "One &#x202e; two")'))
    assert fault.what == "an invisible character written as an escape"


def test_a_procedure_of_ours_must_be_one_we_know():
    text = about("See [peels](procedure:chemical-peel) and [lasers](procedure:laser).")
    known = Pictures(procedures=frozenset({"chemical-peel"}))
    with pytest.raises(ContentRefused) as refusal:
        read(text, pictures=known)
    (fault,) = refusal.value.faults
    assert (fault.line, fault.what) == (22, "no procedure “laser”")
    assert fault.mend == "correct the slug, or add its folder"
    assert read(text)
    assert read(text, pictures=None)


@pytest.mark.parametrize(
    "picture",
    [
        f'![What it shows](photo:{PHOTO} "What to see")',
        f'![What it shows](patient-photo:{PHOTO} "What to see")',
        '![What it shows](drawing:skin-layers-1 "What to see")',
        "![What it shows](<drawing:skin-layers-1> (What to see))",
    ],
)
def test_a_picture_stands_in_a_paragraph_of_its_own(picture):
    words = f"One.\n\n{picture}\n\nTwo."
    assert read(about(words)).section(SectionKind.ABOUT).body == words


@pytest.mark.parametrize(
    ("words", "fault", "mend"),
    [
        ('![](drawing:skin-layers-1 "Two")', "a picture without alt text", "![what it shows]"),
        ('![ \u00a0](drawing:skin-layers-1 "Two")', "a picture without alt text", "![what it"),
        ("![One](drawing:skin-layers-1)", "a picture without caption", "what to see in it"),
        ('![One](drawing:skin-layers-1 " ")', "a picture without caption", "what to see in it"),
        ('![One [1]](drawing:skin-layers-1 "Two")', "markup in alt text", "write plain words"),
        ('![*One*](drawing:skin-layers-1 "Two")', "markup in alt text", "write plain words"),
        ('![One **](drawing:skin-layers-1 "Two")', "markup in alt text", "write plain words"),
        ('![One\nmore](drawing:skin-layers-1 "Two")', "markup in alt text", "write plain words"),
        (
            '![One](drawing:skin-layers-1 "Two [1]")',
            "markup in caption",
            "cite sources in the text",
        ),
        ('![One](drawing:skin-layers-1 "Two [1, 2]")', "markup in caption", "cite sources in"),
        ('![One](drawing:skin-layers-1 "<b>Two</b>")', "markup in caption", "plain words"),
        ('![One](drawing:skin-layers-1 "Two\nmore")', "markup in caption", "plain words"),
        ('![One](https://x.org/a.png "Two")', "a picture at “https://x.org/a.png”", "photo:<SHA"),
        ('![One](data:image/png;base64,xx "Two")', "a picture at “data:", "photo:<SHA-256"),
        ('![One](images/a.webp "Two")', "a picture at “images/a.webp”", "drawing:<name>-<n>"),
        ('![One](<> "Two")', "a picture at “”", "photo:<SHA-256"),
        (f'![One](photo:{PHOTO}.webp "Two")', "a picture at “photo:", "photo:<SHA-256"),
        (f'![One](photo:{PHOTO[:-1]} "Two")', "a picture at “photo:", "photo:<SHA-256"),
        (f'![One](photo:{PHOTO.upper()} "Two")', "a picture at “photo:", "photo:<SHA-256"),
        ('![One](drawing:skin-layers "Two")', "a picture at “drawing:skin-layers”", "<name>-<n>"),
        ('![One](drawing:skin-layers-0 "Two")', "a picture at “drawing:skin-layers-0”", "<name>"),
        ('![One](drawing:../x-1 "Two")', "a picture at “drawing:../x-1”", "drawing:<name>-<n>"),
        (f'![One](photo:{OTHER} "Two")', "no photo b1b1b1b1b1b1…", "images/ as b1b1b1b1b1b1….webp"),
        (f'![One](patient-photo:{OTHER} "Two")', "no photo b1b1b1b1b1b1…", "images/ as"),
        ('![One](drawing:skin-layers-2 "Two")', "no drawing “skin-layers-2”", "skin-layers-1"),
        ('Words ![One](drawing:skin-layers-1 "Two")', "a picture among words", "of its own"),
        ('- ![One](drawing:skin-layers-1 "Two")', "a picture among words", "of its own"),
        ('[![One](drawing:skin-layers-1 "Two")](https://x.org)', "a picture among words", "own"),
        ('| ![One](drawing:skin-layers-1 "Two") |\n| - |', "a picture among words", "its own"),
    ],
)
def test_any_other_picture_is_refused(words, fault, mend):
    with pytest.raises(ContentRefused) as refusal:
        read(about(f"One.\n\n{words}"))
    refused = next(one for one in refusal.value.faults if fault in one.what)
    assert refused.line == 24
    assert mend in refused.mend


def test_a_text_accepted_before_may_name_pictures_that_are_not_here():
    words = f'![One](photo:{OTHER} "Two")\n\n![One](drawing:skin-layers-9 "Two")'
    assert read(about(words), pictures=None).section(SectionKind.ABOUT).body == words


def test_where_there_is_no_drawing_yet_the_mend_says_so():
    with pytest.raises(ContentRefused, match="use one of: none yet"):
        read(about('![One](drawing:skin-layers-1 "Two")'), pictures=Pictures())


def test_the_summary_holds_no_picture():
    fault = fault_in(make_text(summary='One.\n\n![One](drawing:skin-layers-1 "Two")'))
    assert (fault.line, fault.what) == (15, "something other than a paragraph in the summary")
    assert "under a “##” heading" in fault.mend
    assert PICTURES.drawings
