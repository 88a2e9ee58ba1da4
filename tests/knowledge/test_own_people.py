"""The user's own file: found like the bundled people, before them, and refused with the place and the mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.knowledge import BadKnowledge, Knowledge

HEADER = "wikidata_id,name,aliases,role,body,start_on,end_on\n"
DAY = (date(2022, 6, 1), date(2022, 6, 1))


def load(folder: Path, text: str) -> Knowledge:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return Knowledge.load(file)


def test_a_person_of_an_unknown_country_is_found_by_role_name_and_office(tmp_path: Path) -> None:
    rows = (
        ",Ilva Tarnow,I. Tarnow|Ilva Tarnova,president,Velmark,2019-05,\n,Ilva Tarnow,,harbour master,Aldra,2001,2004\n"
    )
    knowledge = load(tmp_path, HEADER + rows)
    match = knowledge.find_person(["Ilva Tarnow"], ["president of Velmark"], DAY)
    assert match is not None
    assert (match.key, len(match.roles)) == ("kb:ilva tarnow:president", 2)
    assert knowledge.find_person(["Ilva Tarnova"], [], DAY) == knowledge.find_person(["Ilva Tarnow"], [], DAY)
    assert knowledge.find_person(["Ilva Tarnow"], ["a violinist"], DAY) is None
    assert knowledge.find_person(["Tarnow"], ["Velmark harbour master"], DAY) is None
    holder = knowledge.office_holder("the president of Velmark", DAY[0])
    assert holder is not None
    assert holder.name == "Ilva Tarnow"


TWO = (
    "Q900000001,Ilva Tarnow,Ilva Brask-Tarnow,president,Velmark,2019-05,\n"
    "Q900000002,Joost Tarnow,,mayor,Aldra,1890,1894\n"
    "Q900000003,Odile Johnson,,president,Karsovia,2019-05,\n"
)


def test_a_title_tells_whom_a_rare_surname_means_while_that_person_holds_the_office(tmp_path: Path) -> None:
    knowledge = load(tmp_path, HEADER + TWO)

    def titled(surname: str, *roles: str, year: int = 2022) -> str | None:
        match = knowledge.find_titled(surname, roles, (date(year, 6, 1),) * 2)
        return match.name if match else None

    assert titled("Tarnow", "President") == "Ilva Tarnow"
    assert titled("TARNOW", "President", year=2012) is None
    assert titled("Tarnow", "president") is None, "any club has one"
    assert titled("Tarnow", "Karsovian minister") is titled("Tarnow") is None
    assert titled("Johnson", "President") is None, "many bear it"


def test_the_one_bearer_whom_readers_know_is_foremost_and_of_two_nobody(tmp_path: Path) -> None:
    knowledge = load(tmp_path, HEADER + TWO)
    match = knowledge.foremost_bearer("Tarnow", DAY)
    assert match is not None
    assert match.name == "Ilva Tarnow"
    assert knowledge.foremost_bearer("Johnson", DAY) is None
    for term in ("2015,2019", "1998,2002"):
        both = load(tmp_path, HEADER + TWO.replace("1890,1894", term))
        assert both.foremost_bearer("Tarnow", DAY) is None
    assert both.knows_surname("tarnow")
    assert not both.knows_surname("Ilva")


def test_a_full_name_has_one_bearer_whatever_articles_say_and_jr_is_somebody_else(tmp_path: Path) -> None:
    knowledge = load(tmp_path, HEADER + TWO)
    found = [knowledge.bearer(name) for name in ("Ilva Tarnow", "Ilva Brask-Tarnow", "Tarnow", "Ilva Tarnow Jr.")]
    assert [match and match.wikidata_id for match in found] == ["Q900000001", "Q900000001", None, None]


def test_jr_is_the_person_without_it_only_in_that_persons_office(tmp_path: Path) -> None:
    knowledge = load(tmp_path, HEADER + TWO)
    assert knowledge.find_person(["Ilva Tarnow Jr."], [], DAY) is None
    assert knowledge.find_person(["Ilva Tarnow Jr."], ["president of Velmark"], DAY) is not None
    named_so = load(tmp_path, HEADER + TWO.replace("Ilva Brask-Tarnow", "Ilva Tarnow Jr."))
    assert named_so.find_person(["Ilva Tarnow Jr."], [], DAY) is not None


def test_name_and_role_are_enough(tmp_path: Path) -> None:
    knowledge = load(tmp_path, "name,role\nIlva Tarnow,president\n")
    assert knowledge.find_person(["Ilva Tarnow"], ["president"], DAY) is not None


def test_a_row_of_the_user_stands_for_the_bundled_person(tmp_path: Path) -> None:
    knowledge = load(tmp_path, HEADER + "Q567,Angela Merkel,,chancellor,Germany,2005,2030\n")
    match = knowledge.find_person(["Angela Merkel"], ["German Chancellor"], (date(2025, 1, 1),) * 2)
    assert match is not None
    assert [term.end_on for term in match.roles] == ["2030"]


def test_a_namesake_of_the_user_leaves_the_bundled_person_where_the_role_says_so(tmp_path: Path) -> None:
    knowledge = load(tmp_path, HEADER + ",Mike Johnson,,mayor,Velmark,2019,\n")
    speaker = knowledge.find_person(["Mike Johnson"], ["House Speaker"], (date(2024, 6, 1),) * 2)
    mayor = knowledge.find_person(["Mike Johnson"], ["mayor of Velmark"], (date(2024, 6, 1),) * 2)
    assert (speaker and speaker.key, mayor and mayor.key) == ("Q19880665", "kb:mike johnson:mayor")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + HEADER + ",Ilva Tarnow,,mayor,Aldra,,\n").find_person(["Ilva Tarnow"], [], DAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + ",,,mayor,,,\n", ("line 2", "column name", "fill it in")),
        (HEADER + ",Ilva Tarnow,,,,,\n", ("line 2", "column role", "fill it in")),
        (HEADER + ",A B,,mayor,,,\nx12,Ilva Tarnow,,mayor,,,\n", ("line 3", "column wikidata_id", "Q42")),
        (HEADER + ",Ilva Tarnow,,mayor,,spring 2019,\n", ("line 2", "column start_on", "2017-05-14")),
        (HEADER + ",Ilva Tarnow,,mayor,,2019-02-30,\n", ("line 2", "column start_on", "2017-05-14")),
        (HEADER + ",Ilva Tarnow,,mayor,,2019,2018\n", ("line 2", "column end_on", "before it starts")),
        (HEADER + ",Ilva Tarnow,,mayor,Aldra,2019,2020,more\n", ("line 2", "more fields", "quotation marks")),
        ("who,what\nIlva,mayor\n", ("line 1", "name, role", "columns are")),
        ("", ("line 1", "name, role", "columns are")),
    ],
)
def test_a_faulty_file_is_refused_with_line_column_and_mend(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(BadKnowledge) as caught:
        load(tmp_path, text)
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(HEADER.encode() + b",Ilva T\xe4rnow,,mayor,,,\n")
    with pytest.raises(BadKnowledge, match="UTF-8"):
        Knowledge.load(tmp_path / "people.csv")
