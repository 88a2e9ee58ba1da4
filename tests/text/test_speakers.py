"""Speakers: the entity behind a source."""

import re

import pytest

from pipelines.text.chains import find_chains
from pipelines.text.spans import Attribution, EntityKind, NamedSpan, Span, Speaker
from pipelines.text.speakers import resolve_speakers

NAMES: dict[str, EntityKind] = {
    "Tomas Okun": "person",
    "Okun": "person",
    "Maria Olt": "person",
    "Olt": "person",
    "Jonas Brandt": "person",
    "Coastal Parliament": "organisation",
    "Harbour Office": "organisation",
    "Harbour News": "organisation",
    "Harbour Poll": "organisation",
    "Russia": "place",
    "Moscow": "place",
    "Velmark": "place",
    "NATO": "organisation",
    "Rosa Okun": "person",
    "Pia Roth": "person",
}


def tagged(text: str) -> list[NamedSpan]:
    found: list[NamedSpan] = []
    for name in sorted(NAMES, key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            span = Span(start, start + len(name))
            if not any(span.overlaps(other.span) for other in found):
                found.append(NamedSpan(span, NAMES[name]))
            start = text.find(name, start + 1)
    return sorted(found, key=lambda named: named.span)


def attribution(text: str, source: str, content: str = "") -> Attribution:
    spans = tuple(Span(text.rindex(part), text.rindex(part) + len(part)) for part in (source,) if part)
    quoted = tuple(Span(text.index(part), text.index(part) + len(part)) for part in (content,) if part)
    return Attribution(spans, None, quoted, "direct", 1.0)


def speakers(text: str, *attributions: Attribution, authors: tuple[str, ...] = ()) -> tuple[Speaker, ...]:
    sources = [span for one in attributions for span in one.source]
    mentions, chains = find_chains(text, tagged(text), sources)
    return resolve_speakers(text, attributions, mentions, chains, authors)


def speaker(text: str, source: str) -> Speaker:
    return speakers(text, attribution(text, source))[0]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "Coastal Parliament for the People leader Maria Olt urged peace.",
            "Coastal Parliament for the People leader Maria Olt",
            "Maria Olt",
        ),
        ("Harbour Office for mayor Maria Olt urged peace.", "Harbour Office for mayor Maria Olt", "Harbour Office"),
        ("Maria Olt left. It is over, Olt said.", "Olt", "Maria Olt"),
        ("It is over, Mr. Okun said. Tomas Okun left.", "Mr. Okun", "Tomas Okun"),
        ("It is over, said Maria Olt, Okun's campaign manager.", "Maria Olt, Okun's campaign manager", "Maria Olt"),
        ("It is over, said Maria Olt QC.", "Maria Olt QC", "Maria Olt"),
        ("It is over, Okun spokeswoman Maria Olt said.", "Okun spokeswoman Maria Olt", "Maria Olt"),
        ("It is over, Secretary of State Maria Olt said.", "Secretary of State Maria Olt", "Maria Olt"),
        (
            "Latvian members of the Coastal Parliament Maria Olt said no.",
            "Latvian members of the Coastal Parliament Maria Olt",
            "Maria Olt",
        ),
        ("It is over, his running mate, Maria Olt, said.", "his running mate, Maria Olt,", "Maria Olt"),
        ("It is over, the Harbour Office said.", "the Harbour Office", "Harbour Office"),
        ("Russia's representatives said no.", "Russia's representatives", "Russia"),
        ("Russia waited. Moscow said no.", "Moscow", "Russia"),
        ("Tomas Okun ran. Okun's campaign said no.", "Okun's campaign", "Okun campaign"),
        ("Tomas Okun is a candidate. His team said no.", "His team", "Okun campaign"),
        ("A Harbour Office report said no.", "A Harbour Office report", "Harbour Office"),
        ("The Velmark police said no.", "The Velmark police", "Velmark police"),
        ("Maria Olt came. She said no.", "She", "Maria Olt"),
        ("Maria Olt, who said no, left.", "who", "Maria Olt"),
    ],
)
def test_a_source_that_a_careful_reader_can_resolve_has_a_name(text: str, source: str, name: str) -> None:
    assert speaker(text, source).name == name


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Tomas Okun left. A spokesman for Okun said no.", "A spokesman for Okun"),
        ("Tomas Okun left. An aide to Mr. Okun said no.", "An aide to Mr. Okun"),
        ("Tomas Okun left. One of Mr. Okun's advisers said no.", "One of Mr. Okun's advisers"),
        ("Tomas Okun left. A spokesman for candidate Tomas Okun said no.", "A spokesman for candidate Tomas Okun"),
        ("Tomas Okun left. Okun aides said no.", "Okun aides"),
        ("Tomas Okun left. Critics said no.", "Critics"),
        ("Tomas Okun left. A senior official said no.", "A senior official"),
        ("Tomas Okun left. Officials at the Harbour Office said no.", "Officials at the Harbour Office"),
        ("Tomas Okun left. A poll of voters found no change.", "A poll of voters"),
        ("Tomas Okun left. Those close to him said no.", "Those close to him"),
        ("Tomas Okun left. They said no.", "They"),
        ("Maria Olt left. He said no.", "He"),
    ],
)
def test_a_source_that_names_nobody_is_unnamed(text: str, source: str) -> None:
    found = speaker(text, source)
    assert (found.kind, found.name) == ("unnamed", None)


def test_a_place_that_speaks_is_an_organisation() -> None:
    found = speaker("Russia said no. Moscow said so too.", "Moscow")
    assert (found.kind, found.method) == ("organisation", "metonym")


def test_no_source_gives_no_speaker() -> None:
    assert speakers("No, no.", Attribution((), None, (Span(0, 2),), "indirect", 1.0))[0].kind == "none"


def test_a_quotation_goes_on_after_another_of_its_paragraph() -> None:
    text = "“We lost,” Maria Olt said. “We will be back.”"
    first = attribution(text, "Maria Olt", "We lost")
    second = attribution(text, "", "We will be back.")
    assert [one.name for one in speakers(text, first, second)] == ["Maria Olt", "Maria Olt"]
    assert speakers(text, first, second)[1].confidence <= 0.5


def test_a_quotation_of_another_paragraph_inherits_nothing() -> None:
    text = "“We lost,” Maria Olt said.\n“We will be back.”"
    found = speakers(text, attribution(text, "Maria Olt", "We lost"), attribution(text, "", "We will be back."))
    assert found[1].kind == "none"


def test_a_first_person_inside_a_quotation_is_who_speaks_it() -> None:
    text = "“Yes, I said it was over,” Maria Olt recalled."
    outer = attribution(text, "Maria Olt", "Yes, I said it was over")
    inner = attribution(text, "I", "it was over")
    assert speakers(text, outer, inner)[1].name == "Maria Olt"


def test_a_first_person_outside_quotation_marks_is_nobody_named() -> None:
    assert speaker("I said it was over. Maria Olt left.", "I").kind == "none"


def test_one_of_two_joint_speakers_is_kept_with_less_confidence() -> None:
    text = "Maria Olt and Tomas Okun said no. They said it twice."
    found = speakers(text, attribution(text, "Maria Olt and Tomas Okun"), attribution(text, "They"))
    assert [one.name for one in found] == ["Maria Olt", "Maria Olt"]
    assert all(one.confidence <= 0.6 for one in found)


def test_a_pronoun_is_less_certain_where_others_were_named_nearby() -> None:
    alone = speaker("Tomas Okun came. He said no.", "He")
    crowded = speaker("Jonas Brandt came. Tomas Okun came. He said no.", "He")
    assert crowded.confidence < alone.confidence


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "Tomas Okun came. His Velmark colleague, Jonas Brandt, said no.",
            "His Velmark colleague, Jonas Brandt",
            "Jonas Brandt",
        ),
        ("Maria Olt, the harbour master at Velmark, who said no, left.", "who", "Maria Olt"),
        ("The mayor, Maria Olt, left. The mayor, who said no, is 50.", "who", "Maria Olt"),
        (
            "Tomas Okun ran. Maria Okun won. Okun's sister, Maria Okun, left. His sister said no.",
            "His sister",
            "Maria Okun",
        ),
        (
            "A report by the Harbour Office obtained by a paper said no.",
            "A report by the Harbour Office obtained by a paper",
            "Harbour Office",
        ),
        ("A survey by the Harbour Office said no.", "A survey by the Harbour Office", "Harbour Office"),
        ("The fishers' association said no.", "The fishers' association", "fishers' association"),
        ("Harbour Minister Maria Olt left. The ministry said no.", "The ministry", "harbour ministry"),
        ("Prime Minister Maria Olt left. The ministry said no.", "The ministry", None),
        ("Tomas Okun left. The association said no.", "The association", None),
        ("Olt's Harbour Office address said no. Maria Olt left.", "Olt's Harbour Office address", "Maria Olt"),
        ("It was so. Tomas Okun Campaign said no to it.", "Tomas Okun Campaign", "Okun campaign"),
    ],
)
def test_relatives_documents_and_institutions(text: str, source: str, name: str | None) -> None:
    assert speaker(text, source).name == name


def test_who_is_never_a_place() -> None:
    assert speaker("Sailors came to Velmark, who said no.", "who").kind == "unnamed"


def test_the_report_says_what_the_body_says_that_wrote_it() -> None:
    text = "A report by the Harbour Office found rust. The report said no."
    found = speakers(text, attribution(text, "A report by the Harbour Office"), attribution(text, "The report"))
    assert [one.name for one in found] == ["Harbour Office", "Harbour Office"]
    assert found[1].confidence < found[0].confidence


def test_another_report_between_them_leaves_the_report_unnamed() -> None:
    text = "A report by the Harbour Office found rust. A report leaked on Monday found more. The report said no."
    sources = ("A report by the Harbour Office", "A report leaked on Monday", "The report")
    assert speakers(text, *(attribution(text, source) for source in sources))[2].name is None


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("A senior official", "official"),
        ("Critics", "critics"),
        ("Polls", "polls"),
        ("Three people familiar with the matter", "people"),
        ("Some of the voters", "voters"),
        ("A spokesman for Okun", "spokesman"),
        ("One of Okun's advisers", "advisers"),
        ("Analysts at the Harbour Office", "analysts"),
        ("Harbour Office officials", "officials"),
        ("Sailors briefed on the plan", "sailors"),
    ],
)
def test_an_unnamed_source_keeps_its_head_noun(source: str, head: str) -> None:
    found = speaker(f"Tomas Okun left. {source} said no.", source)
    assert (found.kind, found.head) == ("unnamed", head)


@pytest.mark.parametrize("source", ["They", "Maria Olt"])
def test_a_pronoun_and_a_named_speaker_have_no_head_noun(source: str) -> None:
    assert speaker(f"It rained. {source} said no.", source).head is None


def test_all_who_speak_jointly_are_kept_beside_the_first() -> None:
    text = "Two sailors, Maria Olt and Pia Roth, said no."
    found = speaker(text, "Two sailors, Maria Olt and Pia Roth,")
    assert (found.name, found.beside) == ("Maria Olt", ("Pia Roth",))


@pytest.mark.parametrize("source", ["The two ministers", "Both", "The pair"])
def test_a_pair_is_the_two_persons_whom_the_article_names(source: str) -> None:
    text = f"Harbour Minister Maria Olt met Finance Minister Tomas Okun. {source} said no."
    found = speaker(text, source)
    assert (found.name, found.beside) == ("Maria Olt", ("Tomas Okun",))


def test_two_banks_are_not_the_two_persons_whom_the_article_names() -> None:
    text = "Maria Olt and Tomas Okun met. The two banks said no."
    assert speaker(text, "The two banks").name is None


def test_two_ministers_among_three_persons_without_an_office_are_nobody() -> None:
    text = "Maria Olt met Tomas Okun. Later Jonas Brandt came. The two ministers said no."
    assert speaker(text, "The two ministers").name is None


def test_a_pronoun_after_two_persons_of_one_kind_is_nobody() -> None:
    text = "Maria Olt and Pia Roth came. She said no."
    assert speaker(text, "She").kind == "unnamed"


def test_the_plural_of_a_surname_is_no_person() -> None:
    text = "Tomas Okun and Rosa Okun built a boat. It floats, the Okuns said."
    found = speaker(text, "the Okuns")
    assert (found.kind, found.head) == ("unnamed", "okuns")


def test_a_bare_surname_of_two_is_unknown_unless_a_pronoun_tells_them_apart() -> None:
    text = "Tomas Okun and Rosa Okun built a boat.\nOkun said no."
    assert speaker(text, "Okun").kind == "unnamed"
    assert speaker(text.replace("said no", "said she was glad"), "Okun").name == "Rosa Okun"


def test_an_alliance_is_the_one_that_the_article_named() -> None:
    assert speaker("NATO met. The alliance said no.", "The alliance").name == "NATO"


@pytest.mark.parametrize("source", ["I", "We"])
def test_a_first_person_outside_quotation_marks_is_the_one_author(source: str) -> None:
    text = f"{source} said it was over. Maria Olt left."
    assert speakers(text, attribution(text, source), authors=("Pia Roth",))[0].name == "Pia Roth"
    assert speakers(text, attribution(text, source), authors=("Pia Roth", "Tomas Okun"))[0].kind == "none"


@pytest.mark.parametrize(
    "byline", ["Newsroom", "Harbour Post Staff", "Velmark News Agency", "Roth and Okun", "R2 D2", ""]
)
def test_a_byline_that_names_no_one_person_makes_nobody_the_writer(byline: str) -> None:
    text = "I said it was over. Maria Olt left."
    assert speakers(text, attribution(text, "I"), authors=(byline,))[0].kind == "none"


def test_a_first_person_inside_quotation_marks_is_never_the_author() -> None:
    text = "“I said it was over.” Maria Olt left."
    assert speakers(text, attribution(text, "I"), authors=("Pia Roth",))[0].kind == "none"


def test_the_statement_says_what_its_issuer_says() -> None:
    text = "On Monday the Harbour Office issued a long statement. Tomas Okun read it. The statement said no."
    assert speaker(text, "The statement").name == "Harbour Office"


def test_documents_that_somebody_only_saw_are_not_the_readers_own() -> None:
    text = "It is over, according to documents seen by the Harbour Office."
    assert speaker(text, "documents seen by the Harbour Office").name is None


def test_who_behind_a_place_is_the_person_of_that_place() -> None:
    assert speaker("Maria Olt of Velmark, who said no, left.", "who").name == "Maria Olt"


def test_a_party_in_brackets_names_its_member() -> None:
    text = "Maria Olt (D-Velmark) met Jonas Brandt (R-Velmark). The Democrat said no."
    assert speaker(text, "The Democrat").name == "Maria Olt"


def test_a_leader_of_something_else_is_not_the_president() -> None:
    text = "President Tomas Okun came. The band leader said no."
    assert speaker(text, "The band leader").name is None


def test_a_speaker_of_a_reported_clause_is_not_its_subject() -> None:
    text = "Jonas Brandt, a plumber, said Tomas Okun hurt the town. “It is bad,” he said."
    found = speakers(text, attribution(text, "Jonas Brandt, a plumber"), attribution(text, "he"))
    assert found[1].name == "Jonas Brandt"


@pytest.mark.parametrize(
    ("text", "sources", "name"),
    [
        (  # who spoke last, although only the one before is known to be a woman
            "“It was cold,” Maria Olt said. “We were afraid,” she said.\n\n"
            "Another pilot, Nyomi Ackersund, said it was dark.\n\n“It is over,” she added.",
            ("Maria Olt", "she", "Another pilot, Nyomi Ackersund", "she"),
            "Nyomi Ackersund",
        ),
        (  # who opens the paragraph before, not who is visited in it
            "“He was a good man,” Jonas Brandt said of Tomas Okun.\n\n"
            "Ackersund, one of Okun’s oldest friends, was the one who visited Okun hours before he died.\n\n"
            "He said he had been called at five.",
            ("Jonas Brandt", "He"),
            "Ackersund",
        ),
        (  # who speaks the passage, not who is named in it
            "“It was dark,” Rosa Okun said. “They ran. They hid. I sat on the floor. It was cold. The door was shut. "
            "Then Maria Olt came.” She added no more.",
            ("Rosa Okun", "She"),
            "Rosa Okun",
        ),
        (  # nobody can tell who is meant so long after
            "Jonas Brandt left.\n\n" + "The rain fell on the town. " * 5 + "He said no.",
            ("He",),
            None,
        ),
        (  # an adverb does not hide the subject
            "“They are honest people,” Jonas Brandt said. “They deserve respect.”\n\n"
            "Tomas Okun almost seemed to agree. “It is a problem for both,” he said.",
            ("Jonas Brandt", "he"),
            "Tomas Okun",
        ),
        (  # a relative without a name is not the person named before
            "Maria Olt said a man was at large. His mother, reached by phone, said no. “He is a good boy,” she said.",
            ("Maria Olt", "His mother", "she"),
            None,
        ),
        (  # a role stands before a title as well
            "The bank’s lawyer, Dr Maria Olt, left. The lawyer said no.",
            ("The lawyer",),
            "Maria Olt",
        ),
        (  # a relative whom the article names elsewhere
            "Rosa Okun is the sister of Tomas Okun. Her brother, who was not called, said he knew nothing of it.",
            ("Her brother, who was not called",),
            "Tomas Okun",
        ),
        (
            "Maria Olt said Tomas Okun was at large. Okun’s mother said no. “He is a good boy,” she said.",
            ("Maria Olt", "Okun’s mother", "she"),
            None,
        ),
        ("NATO brought the ship to the Harbour Office. It said no.", ("It",), "NATO"),  # its verb has no -ed
        (
            "The Harbour Office said no. The company said yes.",
            ("The Harbour Office", "The company"),
            None,
        ),  # it is none
        ("Okun spokesman Hope Ackersund came. “It is over,” she said.", ("she",), "Hope Ackersund"),
        (  # a role does not hold a sentence
            "The grounds are that the judge erred when giving his verdict, Jonas Brandt, a plumber, said.\n\n"
            "The judge ruled so in May.",
            ("Jonas Brandt, a plumber,", "The judge"),
            None,
        ),
        (  # "cut" is a verb too
            "Jonas Brandt said no.\n\nThe board’s chairman, Tomas Okun, cut her off. “Rules are rules,” he said.",
            ("Jonas Brandt", "he"),
            "Tomas Okun",
        ),
        (  # whose view the sentence tells
            "“It will open,” Maria Olt said.\n\nFor Rosa Okun, that is too late. “I was told in May,” she says.",
            ("Maria Olt", "she"),
            "Rosa Okun",
        ),
        (
            "“It will open,” Maria Olt said.\n\nThat, for Rosa Okun, is too late. “I was told in May,” she says.",
            ("Maria Olt", "she"),
            "Rosa Okun",
        ),
        (
            "Maria Olt said it was safe. Not so for Rosa Okun. “I hear it crack,” she said.",
            ("Maria Olt", "she"),
            "Rosa Okun",
        ),
        (  # whom something is done for tells no view
            "Maria Olt said it was safe. It was built for Rosa Okun. “I hear it crack,” she said.",
            ("Maria Olt", "she"),
            "Maria Olt",
        ),
        (  # who was asked to do something does not do it
            "Maria Olt asked Rosa Okun to leave. She refused. “I live here,” she said.",
            ("Maria Olt", "she"),
            "Rosa Okun",
        ),
        (
            "Maria Olt asked Rosa Okun to leave. She said the room was full.",
            ("Maria Olt", "She"),
            "Maria Olt",
        ),
        (  # two without names stand nearer than two with
            "Tomas Okun met Jonas Brandt. Two ministers left. Both said no.",
            ("Both",),
            None,
        ),
        ("Tomas Okun met Jonas Brandt. Both said no.", ("Both",), "Tomas Okun"),
        ("The buyer, the fund Harbour Office, said no.", ("The buyer, the fund Harbour Office",), "Harbour Office"),
        (  # a name behind what its bearer did
            "The inspector who did the check, Maria Olt, said no.",
            ("The inspector who did the check, Maria Olt,",),
            "Maria Olt",
        ),
        (  # may be the driver's
            "The officer who shot the driver, Maria Olt, said no.",
            ("The officer who shot the driver, Maria Olt,",),
            None,
        ),
        (  # who is named in the sentence before is not "another"
            "It is over, said Maria Olt, a nurse. Another, who said no, left.",
            ("Maria Olt, a nurse", "who"),
            None,
        ),
        (  # who heads a committee of parliament is a politician too
            "The minister, Tomas Okun, left.\n\nThe head of the parliamentary committee, Maria Olt, said no.\n\n"
            "The politician added that it was late.",
            ("The head of the parliamentary committee, Maria Olt,", "The politician"),
            "Maria Olt",
        ),
        (  # a noun that was just introduced without a name is not the person named beside it
            "When a police officer called, Tomas Okun laughed. The officer recalled a smell.",
            ("The officer",),
            None,
        ),
    ],
)
def test_of_several_persons_the_one_whom_a_reader_takes(text: str, sources: tuple[str, ...], name: str | None) -> None:
    names = [*tagged(text), *(named for named in _named(text, "Nyomi Ackersund", "Hope Ackersund"))]
    names += [named for named in _named(text, "Ackersund") if not any(named.span.overlaps(one.span) for one in names)]
    attributions, at = list[Attribution](), 0
    for source in sources:
        found = re.compile(rf"\b{source}(?!\w)").search(text, at)
        assert found
        attributions.append(Attribution((Span(*found.span()),), None, (), "direct", 1.0))
        at = found.end()
    mentions, chains = find_chains(
        text, sorted(names, key=lambda one: one.span), [one.source[0] for one in attributions]
    )
    assert resolve_speakers(text, attributions, mentions, chains)[-1].name == name


def _named(text: str, *forms: str) -> list[NamedSpan]:
    spans = [Span(found.start(), found.end()) for form in forms for found in re.finditer(form, text)]
    return [NamedSpan(span, "person") for span in spans]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("The Moscow-installed authorities said no.", "The Moscow-installed authorities", None),
        ("NATO-led forces said no.", "NATO-led forces", None),
        (
            "Bank of Velmark’s rates expert, Maria Olt, said no.",
            "Bank of Velmark’s rates expert, Maria Olt",
            "Maria Olt",
        ),
        ("Former secretary of state Maria Olt said no.", "Former secretary of state Maria Olt", "Maria Olt"),
        (
            "Minister of financial institutions Maria Olt said no.",
            "Minister of financial institutions Maria Olt",
            "Maria Olt",
        ),
        ("Chief of Army Staff General Tomas Okun said no.", "Chief of Army Staff General Tomas Okun", "Tomas Okun"),
        ("A spokesman for former president Tomas Okun said no.", "A spokesman for former president Tomas Okun", None),
        (
            "NATO chair and senior economist Maria Olt said no.",
            "NATO chair and senior economist Maria Olt",
            "Maria Olt",
        ),
        ("One of the protesters, Maria Olt, 42, said no.", "One of the protesters, Maria Olt, 42", "Maria Olt"),
        ("His employer, the Harbour Office, said no.", "His employer, the Harbour Office", "Harbour Office"),
        ("The agency, NATO, said no.", "The agency, NATO", "NATO"),
        ("The weather, NATO said, was fine.", "NATO", "NATO"),
        ("Relatives of the dead man, Tomas Okun, 34, said no.", "Relatives of the dead man, Tomas Okun, 34", None),
        ("The family of the victim, Tomas Okun, said no.", "The family of the victim, Tomas Okun", None),
        ("Another Velmark shareholder, Maria Olt, said no.", "Another Velmark shareholder, Maria Olt", "Maria Olt"),
        ("A study by Velmark professor Maria Olt said no.", "A study by Velmark professor Maria Olt", "Maria Olt"),
        ("Harbour Office <HRB.L> said no.", "Harbour Office <HRB.L>", "Harbour Office"),
        ("Harbour News said no.", "Harbour News", "Harbour News"),
        ("Harbour Poll said no.", "Harbour Poll", None),
        ("The Latvian military said no.", "The Latvian military", "Latvian military"),
        ("The Latvian air force said no.", "The Latvian air force", "Latvian air force"),
        ("Latvian police said no.", "Latvian police", "Latvian police"),
        ("The Latvian government said no.", "The Latvian government", "Latvia"),
        ("Latvian court said no.", "Latvian court", None),
        ("Latvian officials said no.", "Latvian officials", None),
        ("The new Latvian government said no.", "The new Latvian government", None),
        ("The military said no.", "The military", None),
        ("Harbour Office chair, Maria Olt, said no.", "Harbour Office chair, Maria Olt", "Maria Olt"),
        ("Tomas Okun was held in May. Okun’s defence team said no.", "Okun’s defence team", "Okun team"),
        ("Tomas Okun trains Velmark. Okun’s team said no.", "Okun’s team", "Okun team"),
        ("Tomas Okun asked voters for more. Okun’s team said no.", "Okun’s team", "Okun campaign"),
        ("The Harbour Office read. The group on Russia sent a letter to NATO. The letter said no.", "The letter", None),
        ("The Harbour Office said no. NATO waited for the daily. The daily said yes.", "The daily", None),
    ],
)
def test_a_name_in_the_words_is_not_yet_who_speaks(text: str, source: str, name: str | None) -> None:
    assert speaker(text, source).name == name
