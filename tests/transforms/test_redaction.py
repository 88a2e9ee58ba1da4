"""A name is blotted out so that offsets hold, and nobody else's is."""

from __future__ import annotations

import pytest

from pipelines.transforms.blotting import Blotter, cover
from pipelines.transforms.tombstones import Tombstone, Tombstones, name_digest

ODILE = Blotter(frozenset({"Odile Karsten", "Karsten"}), frozenset({"Emil Karsten"}))


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("Odile Karsten and Emil Karsten met; Karsten left.", "█████ ███████ and Emil Karsten met; ███████ left."),
        ("ODILE KARSTEN’s plan, by Odile\nKarsten", "█████ ███████’s plan, by █████\n███████"),
        ("Karstenberg is a town.", "Karstenberg is a town."),
        ("the karsten of the coast", "the karsten of the coast"),
    ],
)
def test_every_spelling_of_a_name_is_covered_and_nothing_else(text: str, blotted: str) -> None:
    assert ODILE.text(text) == blotted
    assert len(blotted) == len(text)


def test_addresses_hide_a_name_in_any_case_and_run_together() -> None:
    address = "https://x.example/2024/odile-karsten_resigns?by=OdileKarsten"
    assert ODILE.address(address) == "https://x.example/2024/█████████████_resigns?by=████████████"


def test_spans_are_covered_where_they_are() -> None:
    assert cover("Karsten met Karsten.", [(12, 19)]) == "Karsten met ███████."


def test_names_are_found_by_their_digest_alone_whatever_case_and_accents() -> None:
    lines = [Tombstone("", "name", name_digest("José Olt")), Tombstone("", "name_in_article", name_digest("Olt", "a1"))]
    tombstones = Tombstones.of(lines)
    text = "Yesterday Jose Olt said so. JOSÉ OLT agreed; Olt left."
    assert tombstones.hidden_names(text) == {"Jose Olt", "JOSÉ OLT"}
    assert tombstones.hidden_names(text, "a1") == {"Jose Olt", "JOSÉ OLT", "OLT", "Olt"}
    assert not Tombstones().hidden_names(text)
