"""Kinds of cues: what a speaker does with the reported words."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from pipelines.contracts.annotations import CUE_KINDS
from pipelines.text.cues import cue_kind, lemma

CASES = {
    "say": [
        "said",
        "says",
        "has also said",
        "According to",
        "was quoted as saying",
        "adding",
        "told reporters",
        "writes",
        "tweeted",
        "noted",
        "NOTED",
        "stresses",
        "called it",
        "called him a liar",
        "as he put it",
        ":",
        "—",
        "pointed out",
        "said in a report",
        "made it clear",
        "described as",
        "replied:",
        "smiles",
        "shook her head",
    ],
    "claim": ["claimed", "alleges", "made the case", "insisted", "is arguing", "lying", "allegations of", "reportedly"],
    "deny": [
        "denied",
        "denies",
        "refused to say",
        "declined to comment on",
        "didn’t say",
        "did not say",
        "isn't saying",
        "did not immediately respond",
        "issued a statement denying",
        "has not commented",
        "ruled out",
        "no comment",
    ],
    "warn": ["warned", "has also warned", "threatens", "cautioning", "issued a warning", "sounded the alarm"],
    "promise": ["promised", "vowing", "has pledged", "plans", "agreed to", "made a promise", "is committed"],
    "demand": [
        "demanding",
        "called on",
        "calls repeatedly for",
        "has repeatedly called for",
        "urged",
        "proposed",
        "wants",
        "asked for",
        "ordered",
        "made an appeal",
    ],
    "ask": ["asked", "was asked about", "wondered aloud", "raised questions about", "questions"],
    "praise": ["praised", "was praised", "thanked", "endorsing", "paid tribute to", "stood by", "hailed"],
    "criticise": [
        "criticised",
        "criticized",
        "slammed",
        "accuses",
        "lashed out at",
        "condemning",
        "took issue with",
        "is critical of",
    ],
    "think": [
        "believes",
        "thought",
        "hopes",
        "feared",
        "knew",
        "expressed concern",
        "is confident",
        "is expected",
        "saw",
    ],
    "document": ["shows", "found", "the report found", "reads", "documented", "showed"],
    "none": ["", "in", "travelled", "about", "…"],
}


@pytest.mark.parametrize(("kind", "cue"), [(kind, cue) for kind, cues in CASES.items() for cue in cues])
def test_a_cue_has_the_kind_of_its_main_word(kind: str, cue: str) -> None:
    assert cue_kind(cue) == kind


def test_no_cue_is_of_kind_none() -> None:
    assert cue_kind(None) == "none"


def test_a_plain_say_gives_way_to_a_more_telling_verb() -> None:
    assert cue_kind("said she believes") == "think"
    assert cue_kind("spoke out, warning") == "warn"


def test_the_kinds_are_those_that_the_contract_allows() -> None:
    data = json.loads(resources.files("pipelines.text").joinpath("data/cues.json").read_text("utf-8"))
    used = {kind for section in ("verbs", "nouns", "adjectives", "phrases") for kind in data[section]}
    assert used | {"none"} == set(CUE_KINDS)


def test_each_word_of_the_data_stands_under_one_kind_only() -> None:
    data = json.loads(resources.files("pipelines.text").joinpath("data/cues.json").read_text("utf-8"))
    for section in ("verbs", "nouns", "adjectives", "phrases"):
        words = [word for words in data[section].values() for word in words]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("said", "say"),
        ("denies", "deny"),
        ("denied", "deny"),
        ("stressing", "stress"),
        ("pleaded", "plead"),
        ("wanted", "want"),
        ("quipped", "quip"),
        ("urging", "urge"),
        ("noted", "note"),
        ("lying", "lie"),
        ("table", "table"),
    ],
)
def test_inflections_lead_to_the_base_form(word: str, expected: str) -> None:
    assert lemma(word) == expected
