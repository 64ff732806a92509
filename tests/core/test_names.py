import pytest

from paddy_segmenter.core.names import Places, places_of, shown_name


@pytest.mark.parametrize(
    ("known", "wanted", "places"),
    [
        ("water paddy", "Paddy forest", (1, None)),
        ("Red Green Blue", "blue green red", (2, 1, 0)),
        ("Rice rice", "rice Rice RICE", (1, 0, None)),
    ],
)
def test_a_name_in_the_same_case_counts_more_than_one_in_another(known: str, wanted: str, places: Places) -> None:
    assert places_of(known.split(), wanted.split()) == places


def test_blanks_around_a_name_do_not_count() -> None:
    assert places_of([" near infrared", "RED "], ["red", "Near infrared ", "nearinfrared"]) == (1, 0, None)


def test_a_name_that_several_have_says_nothing() -> None:
    assert places_of(["red", "red", "Green", "green "], ["red", "GREEN", "green "]) == (None, None, 3)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("Réflectance bleu", "Réflectance bleu"),
        ("R\udce9flectance", "R\ufffdflectance"),
        ("rice\r\n paddy\t2", "rice paddy 2"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\n", ""),
        ("rice\u00a0field", "rice field"),
        ("\u200f\u0623\u0631\u0632\u200b", "\u0623\u0631\u0632"),
        ("\U0001f469\u200d\U0001f33e", "\U0001f469\U0001f33e"),
        ("\u200b\ufeff", ""),
    ],
)
def test_what_cannot_be_shown_of_a_name_is_replaced(found: str, shown: str) -> None:
    assert shown_name(found) == shown
    assert shown.isprintable()
