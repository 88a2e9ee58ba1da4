"""What the network tags becomes names with whole words, and only names."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.text.encoding import encode
from pipelines.text.inference import MODEL_FOLDER, Reading
from pipelines.text.subtokens import Subtokens
from pipelines.text.tagging import find_names_in

TOKENIZER = Subtokens(MODEL_FOLDER / "tokenizer.json")


def _names(text: str, *tagged: str, first_label: int = 1) -> list[str]:
    """The names of a text in which the network takes ``tagged`` for persons (for bodies, with ``first_label`` 3)."""
    encoding = encode(TOKENIZER, text)
    shares = np.zeros((len(encoding), 11), dtype=np.float32)
    shares[:, 0] = 1
    for words in tagged:
        start = text.index(words)
        first, last = np.searchsorted(encoding.starts, [start, start + len(words)])
        shares[first:last] = 0
        shares[first, first_label], shares[first + 1 : last, first_label + 1] = 1, 1
    return [text[name.span.start : name.span.end] for name in find_names_in(text, encoding, Reading((), shares))]


@pytest.mark.parametrize(
    ("text", "tagged", "wanted"),
    [
        ("Grete Mbah-Reuter spoke.", "Grete Mbah", ["Grete Mbah-Reuter"]),
        ("Hessel Rovers\nKolmund won.", "Hessel Rovers\nKolmund", ["Hessel Rovers"]),
        ("Dealers waited. Then the dealers sold.", "Dealers", []),
        ("Varn waited. Then she sold.", "Varn", ["Varn"]),
        ("It rained. Mediators waited.", "Mediators", []),
        ("Congressmen waited.", "Congressmen", []),
        ("Then the Mediators won.", "Mediators", ["Mediators"]),
        ("The ' s of it.", "s", []),
        ("The U.S. waited.", "U.S.", ["U.S."]),
        ("It bought <Varn Mills Ltd> today.", "<Varn Mills Ltd>", ["Varn Mills Ltd"]),
    ],
)
def test_a_name_is_whole_stays_on_its_line_and_is_no_common_noun(text: str, tagged: str, wanted: list[str]) -> None:
    assert _names(text, tagged) == wanted


@pytest.mark.parametrize(
    ("tagged", "wanted"),
    [
        ("Varn Bank's Steinhauer", ["Varn Bank", "Steinhauer"]),
        ("Varn Children's Hospital", ["Varn Children's Hospital"]),
        ("Olm's Register", ["Olm's Register"]),
    ],
)
def test_a_body_and_its_member_are_two_names(tagged: str, wanted: list[str]) -> None:
    assert _names(f"It rained, {tagged} said.", tagged, first_label=3) == wanted
