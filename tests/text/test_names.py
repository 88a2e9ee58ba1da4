"""Names: their parts, and the mending of a tagger's spans."""

import itertools
import re

import pytest

from pipelines.text.name_repairs import repair_names
from pipelines.text.names import clean_name, fold, given_gender, parse_person
from pipelines.text.spans import EntityKind, NamedSpan, Span

PERSON: EntityKind = "person"


def mended(text: str, *tagged: tuple[str, EntityKind], sources: tuple[str, ...] = ()) -> list[tuple[str, EntityKind]]:
    names = [NamedSpan(Span(text.index(part), text.index(part) + len(part)), kind) for part, kind in tagged]
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in sources]
    return [(text[named.span.start : named.span.end], named.kind) for named in repair_names(text, names, spans)]


def test_a_name_is_split_into_given_names_and_surname() -> None:
    name = parse_person("Maria de la Rella Jr.")
    assert (name.given, name.surname) == (("maria",), "rella")
    name = parse_person("Maria José de la Rella y Vega")
    assert (name.given, name.surname) == (("maria", "jose"), "rella")


def test_some_small_words_are_given_names_as_well() -> None:
    assert parse_person("Al Brandt").given == ("al",)
    assert parse_person("al Brandt").given == ()
    assert parse_person("Do Brandt").given == ("do",)


@pytest.mark.parametrize(
    ("name", "gender"), [("Maria Olt", "f"), ("Jonas Brandt", "m"), ("Kim Sarrel", None), ("Zorvax Brandt", None)]
)
def test_a_given_name_states_a_gender_only_where_it_is_known(name: str, gender: str | None) -> None:
    assert given_gender(parse_person(name)) == gender


def test_folding_ignores_case_accents_and_full_stops() -> None:
    assert fold("É.P. Ķēniņš") == "ep kenins"


def test_a_shown_name_has_no_brackets_and_no_nickname() -> None:
    assert clean_name('Robert C. "Bobby" Okun') == "Robert C. Okun"
    assert clean_name("Tomas]\nOkun") == "Tomas Okun"


def test_titles_articles_and_possessive_endings_are_no_part_of_a_name() -> None:
    text = "Velmark's President Tomas Okun’s plan for the Harbour Council, said."
    tagged: list[tuple[str, EntityKind]] = [
        ("Velmark's", "place"),
        ("President Tomas Okun’s", "person"),
        ("the Harbour Council,", "organisation"),
    ]
    assert mended(text, *tagged) == [
        ("Velmark", "place"),
        ("Tomas Okun", "person"),
        ("Harbour Council", "organisation"),
    ]


def test_short_titles_of_councillors_and_officers_are_no_part_of_a_name() -> None:
    text = "Cllr Jane Orme spoke, DCI Ola Brekk left."
    tagged: list[tuple[str, EntityKind]] = [("Cllr Jane Orme", "person"), ("DCI Ola Brekk", "person")]
    assert mended(text, *tagged) == [("Jane Orme", "person"), ("Ola Brekk", "person")]


def test_a_given_name_in_square_brackets_is_joined_to_its_surname() -> None:
    text = "“We do not trust [Velmark President Tomas] Okun’s word.”"
    assert ("Tomas] Okun", "person") in mended(text, ("Okun", "person"))


def test_a_surname_takes_the_kind_of_its_full_name() -> None:
    text = "Tomas Okun spoke. Later Okun left."
    names = [NamedSpan(Span(0, 10), "person"), NamedSpan(Span(24, 28), "organisation")]
    assert [named.kind for named in repair_names(text, names)] == ["person", "person"]


def test_a_missed_surname_is_found_again() -> None:
    text = "Tomas Okun spoke. Nobody answered Okun."
    assert mended(text, ("Tomas Okun", "person")) == [("Tomas Okun", "person"), ("Okun", "person")]


def test_a_source_that_is_shaped_like_a_name_is_one() -> None:
    text = "The plan failed, Sarrel said, and critics agreed. Critics are many."
    assert mended(text, sources=("Sarrel", "Critics")) == [("Sarrel", "person")]


def test_a_body_glued_to_a_person_is_parted_from_it() -> None:
    text = "A member of the Coastal Parliament Maria Olt said no."
    assert mended(text, ("the Coastal Parliament Maria Olt", "organisation")) == [
        ("Coastal Parliament", "organisation"),
        ("Maria Olt", "person"),
    ]


def test_a_headline_is_cut_down_to_the_name_that_the_article_knows() -> None:
    text = "Okun Hid Past Losses\nTomas Okun said nothing. Okun left. Okun came back."
    assert mended(text, ("Okun Hid Past", "person"), ("Tomas Okun", "person"))[0] == ("Okun", "person")


def test_names_in_ignored_spans_are_dropped() -> None:
    text = "Subscribe to Tomas Okun"
    assert repair_names(text, [NamedSpan(Span(13, 23), "person")], ignore=[Span(0, 23)]) == ()


def test_mended_names_are_disjoint_and_in_text_order() -> None:
    text = "Tomas Okun and Maria Olt of Velmark"
    names = [NamedSpan(Span(0, 24), "person"), NamedSpan(Span(15, 24), "person"), NamedSpan(Span(0, 5), "place")]
    spans = [named.span for named in repair_names(text, names)]
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))


def test_two_bodies_that_were_tagged_as_one_are_parted() -> None:
    text = "Harbour Office and the Coast Agency agreed."
    assert mended(text, ("Harbour Office and the Coast Agency", "organisation")) == [
        ("Harbour Office", "organisation"),
        ("Coast Agency", "organisation"),
    ]


@pytest.mark.parametrize(
    ("text", "tagged", "kind", "wanted"),
    [
        ("Paul Ravn of the Olmstad Times left.", "Paul Ravn of the Olmstad Times", "organisation", "Paul Ravn"),
        ("Image: Courier / Paul Ravn left.", "Courier / Paul Ravn", "person", "Paul Ravn"),
        ("So Wong Bik-wan left.", "Wong Bik", "person", "Wong Bik-wan"),
        ("So Maria d’Orsel left.", "Maria", "person", "Maria d’Orsel"),
        ("The University of Olmstad closed.", "University", "organisation", "University of Olmstad"),
        ("Rival Norlane left.", "Rival Norlane", "organisation", "Norlane"),
        ("Carmaker Veltra left.", "Carmaker Veltra", "organisation", "Veltra"),
        ("Steelmaker Varga left.", "Steelmaker Varga", "person", "Varga"),
        ("So Peter Langham QC left.", "Peter Langham QC", "person", "Peter Langham"),
        ("So Morrow & Sons left.", "Morrow &", "organisation", "Morrow & Sons"),
        ("The Tide Policy Center at Olm said so.", "Tide Policy Center at", "organisation", "Tide Policy Center"),
        ("So Republicans on the House Tide Committee left.", "Republicans on the House Tide Committee",
         "organisation", "House Tide Committee"),
    ],
)  # fmt: skip
def test_a_name_is_cut_and_widened_to_its_own_words(text: str, tagged: str, kind: EntityKind, wanted: str) -> None:
    assert wanted in [name for name, _ in mended(text, (tagged, kind))]


def test_two_whole_bodies_around_and_are_two() -> None:
    text = "Olm Institute of Technology and Sarra State University agreed."
    assert [name for name, _ in mended(text, (text.removesuffix(" agreed."), "organisation"))] == [
        "Olm Institute of Technology",
        "Sarra State University",
    ]


@pytest.mark.parametrize(
    ("text", "tagged", "kind"),
    [
        ("The Russian envoy left.", "Russian", "other"),
        ("Talks between US-Russian envoys failed.", "US-Russian", "place"),
        ("So Democrats left.", "Democrats", "other"),
        ("It took DNA samples.", "DNA", "organisation"),
        ("Lawmaker urges calm\nShe left.", "Lawmaker", "person"),
    ],
)
def test_a_people_a_party_member_and_an_abbreviated_thing_are_no_entities(
    text: str, tagged: str, kind: EntityKind
) -> None:
    assert mended(text, (tagged, kind)) == []


@pytest.mark.parametrize(
    ("text", "person", "source"),
    [
        (
            "The levy is late, said Ilvara Tonn of the Tide Institute.",
            "Ilvara Tonn",
            "Ilvara Tonn of the Tide Institute",
        ),
        ("As The Courier's Ilvara Tonn said, it is late.", "Ilvara Tonn", "The Courier's Ilvara Tonn"),
        ("The levy is late, said Mr. Tonn of the Tide Institute.", "Tonn", "Mr. Tonn of the Tide Institute"),
    ],
)
def test_a_source_that_says_whose_a_person_is_names_the_person(text: str, person: str, source: str) -> None:
    assert (person, "person") in mended(text, (person, "person"), sources=(source,))


def test_a_person_tagged_as_one_with_the_outlet_is_parted_from_it() -> None:
    text = "The Olm News’ Ilvara Tonn noted the delay. It was long, Tonn wrote."
    assert mended(text, ("The Olm News’ Ilvara Tonn", "organisation"))[:2] == [
        ("Olm News", "organisation"),
        ("Ilvara Tonn", "person"),
    ]


@pytest.mark.parametrize(
    ("text", "tagged", "kind", "wanted"),
    [
        ("Marek Tonn of Tide Capital paid.", "Marek Tonn of", "person", "Marek Tonn"),
        ("The Tide Department of old paid.", "Tide Department of", "organisation", "Tide Department"),
        ("Tide Court for the 6th Circuit paid.", "Tide Court for", "organisation", "Tide Court for the 6th Circuit"),
        ("Tide Society of Engineers paid.", "Tide Society of Engineers", "organisation", "Tide Society of Engineers"),
        ("So Maria in 't Zand paid.", "Maria in", "person", "Maria in 't Zand"),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_own_words_end(text: str, tagged: str, kind: EntityKind, wanted: str) -> None:
    assert (wanted, kind) in mended(text, (tagged, kind))


HEADLINE_CASES = [
    ("Zora Asks Why The Tide Never Waits", "Zora Asks", "person", None),
    ("Marek Olt Scores Direct Hit On Rivals", "Marek Olt Scores", "person", "Marek Olt"),
    ("Marek Olt Jr. Says The Tide Never Waits", "Marek Olt Jr. Says", "person", "Marek Olt Jr."),
    ("Levy Funds Say The Tide Never Waits", "Levy Funds", "person", None),
    ("Why Tide Bank Boat Waits For The Rivals", "Tide Bank Boat", "organisation", "Tide Bank"),
    ("Why Italy Waits For The Rivals To Say It", "Italy Waits", "place", "Italy"),
    ("WHY THE TIDE BANK NEVER WAITS", "TIDE BANK", "organisation", "TIDE BANK"),
    ("WHY THE DIRECT HIT NEVER WAITS", "DIRECT HIT", "organisation", None),
]


@pytest.mark.parametrize(("line", "tagged", "kind", "wanted"), HEADLINE_CASES)
def test_a_line_in_title_case_gives_only_names_that_running_text_or_the_knowledge_base_has(
    line: str, tagged: str, kind: EntityKind, wanted: str | None
) -> None:
    body = (
        "It was a direct hit for the rivals, Mr. Olt said. He asks the Tide Bank for levy funds and waits on the quay, "
        "and so says Mr. Olt to all who ask why the tide never waits."
    )
    text = f"{line}\n\n{body}"
    names = [NamedSpan(Span(line.index(tagged), line.index(tagged) + len(tagged)), kind)]
    names.append(NamedSpan(Span(text.index("Olt said"), text.index(" said")), "person"))
    found = [text[one.span.start : one.span.end] for one in repair_names(text, names) if one.span.start < len(line)]
    assert found == ([wanted] if wanted else [])


def test_a_list_of_names_is_no_line_in_title_case() -> None:
    text = "Reporting: Iva Tonn, Marek Olt, Dina Farrow and Ilse Varn\n\nThe tide never waits for those who report it."
    assert [name for name, _ in mended(text, ("Iva Tonn", "person"), ("Dina Farrow", "person"))] == [
        "Iva Tonn",
        "Dina Farrow",
    ]


def test_a_text_without_running_text_keeps_the_names_of_its_headlines() -> None:
    text = "Marek Olt Asks Why The Tide Never Waits"
    assert ("Marek Olt", "person") in mended(text, ("Marek Olt", "person"))


@pytest.mark.parametrize(
    ("text", "name", "kind", "wanted"),
    [
        ("So Hurricane Orlina came near.", "Hurricane Orlina", "person", "event"),
        ("So the Maria Agreement came near.", "Maria Agreement", "organisation", "other"),
        ("So a Case for Okun came near.", "Case for Okun", "person", "other"),
        ("So Farmers for Okun came near.", "Farmers for Okun", "person", "organisation"),
        ("So Brod & Okun came near.", "Brod & Okun", "person", "organisation"),
        ("So the Tide Health Initiative came near.", "Tide Health Initiative", "person", "organisation"),
    ],
)
def test_storms_treaties_firms_and_slogans_are_no_persons(
    text: str, name: str, kind: EntityKind, wanted: EntityKind | None
) -> None:
    assert mended(text, (name, kind)) == [(name, wanted)]


@pytest.mark.parametrize(
    ("text", "name", "kind", "wanted"),
    [
        ("RIVERTON (Agency) - The dam holds.", "RIVERTON", "organisation", "place"),
        ("PORTO ALVA, May 5 — The dam holds.", "PORTO ALVA", "person", "place"),
        ("So he told the newspaper Al Sabah no.", "Al Sabah", "person", "organisation"),
        ("So Fenwick Rovers have won.", "Fenwick Rovers", "person", "organisation"),
        ("So Rovers have won.", "Rovers", "person", "organisation"),
        ("So PixelForge has won.", "PixelForge", "person", "organisation"),
        ("So McCarthy has won.", "McCarthy", "person", "person"),
    ],
)
def test_datelines_papers_and_clubs_are_no_persons(text: str, name: str, kind: EntityKind, wanted: EntityKind) -> None:
    assert mended(text, (name, kind)) == [(name, wanted)]


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("So the ferry operator Norlane left. The company said no.", "Norlane", "organisation"),
        ("So the retailer Norlane left.", "Norlane", "organisation"),
        ("So the ferry operator Norlane left.", "Norlane", "person"),
        ("So the crane operator Hansen said he left. The company said no.", "Hansen", "person"),
        ("So the ferry operator Maria left. The company said no.", "Maria", "person"),
    ],
)
def test_what_the_article_calls_an_operator_and_a_company_is_no_person(
    text: str, name: str, wanted: EntityKind
) -> None:
    assert mended(text, (name, "person")) == [(name, wanted)]


def test_a_storm_is_the_storm_under_its_bare_name_too() -> None:
    names = [NamedSpan(Span(0, 14), "event"), NamedSpan(Span(26, 32), "person")]
    assert [named.kind for named in repair_names("Cyclone Phalin turned. So Phalin died.", names)] == ["event", "event"]


def test_two_surnames_in_one_word_are_no_person() -> None:
    text = "Maria Olt and Tomas Okun met. The Olt-Okun ticket was born."
    found = mended(text, ("Maria Olt", "person"), ("Tomas Okun", "person"), ("Olt-Okun", "person"))
    assert found[-1] == ("Olt-Okun", "other")


def test_a_surname_that_is_a_demonym_as_well_is_the_surname_of_its_bearer() -> None:
    text = "Marek Cuban spoke. Then Cuban left, and Cuban came back, and Cuban sat, and Cuban slept."
    starts = [match.start() for match in re.finditer("Cuban", text)][1:]
    names = [NamedSpan(Span(0, 11), "person"), *(NamedSpan(Span(start, start + 5), "other") for start in starts)]
    assert {named.kind for named in repair_names(text, names)} == {"person"}


@pytest.mark.parametrize(
    ("text", "tagged", "wanted"),
    [
        ("So it cost of Okun a day.", "of Okun", "Okun"),
        ("By The Courier's Ilvara Tonn.", "s Ilvara Tonn", "Ilvara Tonn"),
        ("So he backs Tomas Okun 100 percent.", "Tomas Okun 100", "Tomas Okun"),
        ("So many pro-Okun voters came.", "pro-Okun", "Okun"),
    ],
)
def test_a_person_is_cut_down_to_the_name(text: str, tagged: str, wanted: str) -> None:
    assert mended(text, (tagged, "person")) == [(wanted, "person")]


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("Lawyers met. The lawyers left.", "Lawyers"),
        ("So Many Millennials left.", "Many Millennials"),
        ("So the Pastor left.", "Pastor"),
        ("Bruno Okun ran. So both Okuns left.", "Okuns"),
    ],
)
def test_plurals_families_and_bare_titles_are_no_persons(text: str, tagged: str) -> None:
    names = mended(text, (tagged, "person"), *([("Bruno Okun", PERSON)] if "Bruno" in text else []), sources=(tagged,))
    assert tagged not in [name for name, _ in names] and tagged.split()[-1] not in [name for name, _ in names]


def test_a_body_that_is_named_for_a_person_stays_a_body() -> None:
    text = "It rained when Tomas Okun met his friends. The Harbour Coalition for Okun cheered, and Mr. Okun smiled."
    names = mended(text, ("Tomas Okun", "person"), ("Harbour Coalition for Okun", "organisation"))
    assert ("Harbour Coalition for Okun", "organisation") in names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The bank’s founder, Marta Church, left. It rained.", [("Marta Church", "person")]),
        ("Then comedian Marta Church left.", [("Marta Church", "person")]),
        ("Then Marta Church left.", [("Marta Church", "organisation")]),
        ("The owner, Marta Church, left.", [("Marta Church", "organisation")]),  # which may be a firm
    ],
)
def test_a_surname_that_ends_names_of_bodies_needs_a_role_before_it(
    text: str, wanted: list[tuple[str, EntityKind]]
) -> None:
    assert mended(text, ("Marta Church", "organisation")) == wanted


def test_a_body_behind_an_office_is_not_its_bearer() -> None:
    text = "So said the President of the International Brotherhood of Magicians, a tall man."
    tagged = "the International Brotherhood of Magicians"
    assert mended(text, (tagged, "organisation")) == [("International Brotherhood of Magicians", "organisation")]


def test_an_elided_word_before_a_surname_belongs_to_it() -> None:
    assert mended("So Marek D’Olt left.", ("Olt", "person")) == [("Marek D’Olt", "person")]
    assert mended("So did d'Olt.", ("Olt", "person")) == [("d'Olt", "person")]
    assert mended("So Ahmed Humaid al-Olt left.", ("Olt", "person")) == [("Ahmed Humaid al-Olt", "person")]
    assert mended("So Marie-Claire d'Olt left.", ("Olt", "person")) == [("Marie-Claire d'Olt", "person")]


@pytest.mark.parametrize(
    ("text", "tagged", "kind", "wanted", "its_kind"),
    [
        ("Minister Paulo da Costa Desta left.", "Costa Desta", "person", "Paulo da Costa Desta", "person"),
        ("Then Ludwig von und zu Olt left.", "Olt", "person", "Ludwig von und zu Olt", "person"),
        ("The newspaper Folha do Olt wrote.", "Olt", "place", "Folha do Olt", "organisation"),
        ("La Voz del Olt wrote.", "Olt", "person", "La Voz del Olt", "organisation"),
        ("Ana Camara de la Vega left.", "Vega", "person", "Ana Camara de la Vega", "person"),
        ("In Olt do Norte it rains.", "Norte", "place", "Olt do Norte", "place"),
        ("Mayor van der Olt left.", "van der Olt", "person", "van der Olt", "person"),
        ("Democrat de Olt left.", "Olt", "person", "Olt", "person"),
        ("When de Olt left, it rained.", "Olt", "person", "Olt", "person"),
    ],
)
def test_small_words_of_other_languages_bind_the_parts_of_a_name(
    text: str, tagged: str, kind: EntityKind, wanted: str, its_kind: EntityKind
) -> None:
    assert mended(text, (tagged, kind)) == [(wanted, its_kind)]


def test_an_acronym_and_a_body_are_two() -> None:
    text = "So OLMTV and The Tide Times agreed."
    assert [name for name, _ in mended(text, ("OLMTV and The Tide Times", "organisation"))] == ["OLMTV", "Tide Times"]


@pytest.mark.parametrize(
    ("tagged", "wanted"), [("Okun-inspired", "Okun"), ("Okun-like", "Okun"), ("Wong-kin", "Wong-kin")]
)
def test_a_compound_of_a_name_is_cut_down_to_the_name(tagged: str, wanted: str) -> None:
    assert mended(f"So the new {tagged} plan failed.", (tagged, "organisation")) == [(wanted, "organisation")]
