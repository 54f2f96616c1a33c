"""The list of tests whose coverage is not measured names tests that are there, and the search for them loses next to nothing."""

from house import unmeasured


def test_every_test_of_the_list_is_there() -> None:
    """A test that was renamed is measured again: the list would only look as if it were not."""
    repo = unmeasured.REPO
    gone = [
        name
        for name in unmeasured.listed()
        if f"def {name.rpartition('::')[2]}(" not in (repo / name.partition("::")[0]).read_text(encoding="utf-8")
    ]
    assert gone == [], "take them out of tests/house/unmeasured.txt, or make it again"


def test_what_alone_comes_to_branches_is_measured() -> None:
    """The longest goes first; what it came to is then another's alone."""
    one, two, three = (0, 1, 2), (0, 2, 3), (0, 3, 4)
    reached = {"long": {one, two}, "short": {one, two}, "own": {three}, "quick": {one}}
    took = {"long": 9.0, "short": 2.0, "own": 50.0, "quick": 0.1}
    assert unmeasured.needless(reached, took, share=0.0) == ["long"]
    assert unmeasured.needless(reached, took, share=0.34) == ["long", "own"]
