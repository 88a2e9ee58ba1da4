"""Topics: invented articles find their place, and a damaged model folder is refused."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from pipelines.text.topics import MODEL_FOLDER, Reading, TermIndex, TopicModel, TopicModelError

READING = Reading(title_weight=3.0, lead_weight=2.0, lead_words=4, most_words=8, repeat_power=1.0)
ARTICLES = [
    ("01000000", "Velmark theatre revives lost opera", "The soprano Ilse Tarn sings the title role on opening night."),
    ("02000000", "Two held after raid", "Police arrested two men on suspicion of murder, and a judge remanded them."),
    ("03000000", "Ferry sinks off Orland", "Rescuers searched the water for survivors after the ferry capsized."),
    ("04000000", "Brandt Steel profit falls", "The company's quarterly earnings missed forecasts and its shares slid."),
    ("05000000", "Exam rules to change", "Pupils and teachers welcomed the new curriculum for secondary schools."),
    ("06000000", "Rivers choke on plastic", "Conservationists say pollution is destroying the habitat of wild otters."),
    (
        "07000000",
        "Measles cases double",
        "Doctors urged parents to vaccinate their children as hospitals filled with patients.",
    ),
    (
        "09000000",
        "Tram drivers walk out",
        "The union called the strike after talks with the employer over wages failed.",
    ),
    (
        "10000000",
        "Six soups for autumn",
        "Our chef's recipes need garlic, stock and a slow oven, and go with a dry wine.",
    ),
    (
        "11000000",
        "Cabinet survives vote",
        "Parliament backed the prime minister after the opposition had asked for elections.",
    ),
    ("12000000", "Bishop opens pilgrimage", "Worshippers filled the cathedral for the mass and prayed for the sick."),
    (
        "13000000",
        "Probe reaches asteroid",
        "Scientists at the space agency said the spacecraft sent its first pictures.",
    ),
    ("15000000", "Norvale win the cup", "The striker scored twice in the final, and the coach praised his players."),
    (
        "16000000",
        "Shells hit Karst",
        "Troops fired artillery at the town, and the army said that the enemy had attacked.",
    ),
    (
        "17000000",
        "Snow on the way",
        "Forecasters expect heavy snow, strong winds and freezing temperatures by the weekend.",
    ),
]


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return TopicModel.load()


@pytest.mark.parametrize(("code", "title", "text"), ARTICLES)
def test_the_main_topic_of_a_plain_article_comes_first(model: TopicModel, code: str, title: str, text: str) -> None:
    assert model.topics(title, text)[0].topic_id == f"medtop:{code}"


@pytest.mark.parametrize(
    ("code", "title", "text"),
    [
        ("08000000", "Sweethearts of 1951 wed at last", "The couple, both 92, kissed as the bride's cat watched."),
        ("14000000", "Refugees still wait", "Charities say that poor families and asylum seekers lack homes and help."),
    ],
)
def test_a_broad_topic_is_among_the_first_three(model: TopicModel, code: str, title: str, text: str) -> None:
    assert f"medtop:{code}" in [one.topic_id for one in model.topics(title, text)[:3]]


def test_all_top_level_topics_are_scored_best_first_and_add_up_to_one(model: TopicModel) -> None:
    scores = model.topics("Harvest fails", "Farmers in Velmark lost their wheat to drought.")
    values = [one.score for one in scores]
    assert len({one.topic_id for one in scores}) == 17
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 for value in values)
    assert sum(values) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("text", ["", "   ", "1 2 3", "\u200b\u0000", "Жук қоңыз", "a" * 100_000, "zqx\n" * 50_000])
def test_text_without_known_words_gets_scores_without_conviction(model: TopicModel, text: str) -> None:
    scores = model.topics(None, text)
    assert len(scores) == 17
    assert scores[0].score < 0.6


def test_the_title_alone_decides_where_there_is_no_text(model: TopicModel) -> None:
    assert model.topics("Midfielder scores twice in the cup final", "")[0].topic_id == "medtop:15000000"


def test_capitals_do_not_change_the_scores(model: TopicModel) -> None:
    text = "The central bank raised interest rates, and shares fell."
    assert model.topics("Bank raises rates", text) == model.topics("BANK RAISES RATES", text.upper())


def test_two_loads_give_equal_scores(model: TopicModel) -> None:
    text = " ".join(text for _, _, text in ARTICLES)
    assert TopicModel.load().topics(None, text) == model.topics(None, text)


def test_the_taxonomy_holds_every_live_concept_under_a_known_parent(model: TopicModel) -> None:
    topics = model.taxonomy()
    known = {one.topic_id for one in topics}
    assert len(topics) == len(known) == 1084
    assert [one.parent_id for one in topics[:18]].count(None) == 17
    assert all(one.parent_id in known for one in topics[17:])
    assert all(one.label and one.topic_id.startswith("medtop:") for one in topics)


def test_the_taxonomy_file_names_its_source_and_licence() -> None:
    head = json.loads((MODEL_FOLDER / "taxonomy.json").read_text(encoding="utf-8"))
    assert "IPTC" in head["attribution"]
    assert head["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("name", ["terms.txt", "evidence.npy", "importance.npy", "model.json", "taxonomy.json"])
def test_a_changed_or_absent_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(MODEL_FOLDER, tmp_path / "model")
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(TopicModelError, match=name):
        TopicModel.load(folder)
    (folder / name).unlink()
    with pytest.raises(TopicModelError, match=f"{name} is missing"):
        TopicModel.load(folder)


def test_a_manifest_that_leaves_a_file_out_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(MODEL_FOLDER, tmp_path / "model")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["terms.txt"]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(TopicModelError, match=r"terms\.txt"):
        TopicModel.load(folder)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TopicModelError, match=r"manifest\.json is missing"):
        TopicModel.load(tmp_path)


def test_a_term_counts_by_where_it_stands_and_not_at_all_far_down() -> None:
    index = TermIndex(["bank", "river", "river bank"], READING)
    assert index.weigh("Bank", "Bank by a quiet hill, bank. One two bank bank") == {0: 3.0 + 2.0 + 1.0}


def test_a_pair_of_words_counts_beside_its_words() -> None:
    index = TermIndex(["bank", "river", "river bank"], READING)
    assert index.weigh(None, "river bank") == {0: 2.0, 1: 2.0, 2: 2.0}


def test_repetition_is_damped_by_the_given_power() -> None:
    damped = Reading(title_weight=1.0, lead_weight=1.0, lead_words=9, most_words=9, repeat_power=0.5)
    assert TermIndex(["bank"], damped).weigh(None, "bank bank bank bank") == {0: 2.0}


def test_reading_is_fast_enough_for_a_large_archive(model: TopicModel) -> None:
    article = " ".join(text for _, _, text in ARTICLES * 3)
    words = len(article.split())
    started = time.process_time()
    for _ in range(50):
        model.topics("A long day in Velmark", article)
    assert 50 * words / (time.process_time() - started) > 20_000


def test_loading_takes_less_than_half_a_second() -> None:
    started = time.process_time()
    TopicModel.load()
    assert time.process_time() - started < 0.5


HOME_TITLE = "Norvale win the cup"
HOME = "The striker scored twice in the final, and the coach praised his players. " * 5


def test_a_quote_without_content_words_has_the_topics_of_its_article() -> None:
    model = TopicModel.load()
    article = model.topics(HOME_TITLE, HOME)
    assert model.with_quotes(HOME_TITLE, HOME, ["That is it", "", "…"]) == (article, (article,) * 3)
    assert model.with_quotes(HOME_TITLE, HOME, []) == (article, ())


def test_many_words_of_another_topic_outweigh_the_article_and_few_do_not() -> None:
    model = TopicModel.load()
    war = "Troops fired artillery shells at the town and the army killed enemy soldiers in the attack. "
    _, (few, many) = model.with_quotes(HOME_TITLE, HOME, ["The army knows", war * 2])
    assert (few[0].topic_id, many[0].topic_id) == ("medtop:15000000", "medtop:16000000")
    assert sum(one.score for one in many) == pytest.approx(1, abs=1e-4)


def test_the_importance_of_a_word_is_a_share_or_unknown() -> None:
    model = TopicModel.load()
    rare, usual = model.importance_of("inflation"), model.importance_of("the")
    assert rare is not None
    assert usual is not None
    assert 0 <= usual < 0.1 < 0.5 < rare <= 1
    assert model.importance_of("qzxv") is None
