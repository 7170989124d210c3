"""What is wrong with a file, where, and how to mend it."""

from procedures.text.grammar.faults import ContentRefused, Fault, FaultList


def test_faults_sort_as_they_are_read_and_are_said_once():
    faults = [Fault("b.md", 1, "x", "y"), Fault("a.md", 10, "x", "y"), Fault("a.md", 9, "x", "y")]
    assert [str(fault) for fault in ContentRefused(faults * 2).faults] == [
        "a.md:9: x; y",
        "a.md:10: x; y",
        "b.md:1: x; y",
    ]


def test_a_fault_is_one_line_that_is_safe_to_print():
    faults = FaultList("a.md")
    faults.add(1, "a\nb\x1b[2J\ud800\u202e" + "c" * 1000, "d\te")
    (fault,) = faults.faults
    assert fault.what.startswith("a b [2J  c")
    assert fault.what.endswith("c…")
    assert len(fault.what) == 501
    assert fault.mend == "d e"
