"""Decisions on who is who: only what fits the warehouse and the decisions before it is taken, and it is kept."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.steps.annotating import annotate_day
from pipelines.steps.curating import Party, Proposal, Refused, propose_merge, propose_split
from pipelines.steps.curation_file import put_back, write_decision
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.steps.resolving import publish_entities
from pipelines.transforms.curation import COLUMNS, BadCuration, Decision, read_curation
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import QueryError, run_query
from pipelines.warehouse.serving import build_warehouse
from tests.newsroom import ingest, no_progress, rows, run_context, write_article
from tests.warehouse.rows import BUILT_AT, SQL, Row, digest, publish

NOW = datetime(2031, 5, 8, 7, 30, 15, 999, tzinfo=UTC)
VINT, BREL, UNION = digest("Orla Vint"), digest("Tomás Brel"), digest("Union of Tenants")
NOBODY = "0" * 16
HEADER = ",".join(COLUMNS)


@pytest.fixture
def settings(tmp_path: Path, small_warehouse: Path) -> Settings:
    """A data folder with the warehouse of the small corpus."""
    found = Settings(tmp_path / "data")
    found.data.mkdir()
    shutil.copy(small_warehouse, found.warehouse)
    return found


@pytest.fixture(scope="module")
def articles(small_warehouse: Path) -> list[str]:
    """The articles of the small corpus in order of time: the wire's, its reprint, Radio's, the reply, the last."""
    found = run_query(small_warehouse, "select article_id from core.articles order by published_at").rows
    return [row[0] for row in found]


def decided(settings: Settings, *lines: str) -> None:
    settings.curation.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")


def merge(settings: Settings, one: str, into: str, note: str = "") -> Proposal:
    return propose_merge(settings, one, into, note, NOW)


def split(settings: Settings, one: str, article: str, other: str = "", name: str = "") -> Proposal:
    return propose_split(settings, one, article, (other, name), "", NOW)


class TestMerge:
    def test_it_names_both_and_counts_what_it_joins(self, settings: Settings) -> None:
        proposal = merge(settings, BREL, VINT, "  one\nperson ")
        assert proposal.party == Party(BREL, "Tomás Brel", "person", 1, 3, 2)
        assert proposal.other == Party(VINT, "Orla Vint", "person", 3, 3, 2)
        assert proposal.decision == Decision(
            0, "2031-05-08T07:30:15+00:00", "merge", BREL, "Tomás Brel", VINT, "Orla Vint", "", "one person"
        )

    @pytest.mark.parametrize(("one", "into"), [(NOBODY, VINT), (VINT, NOBODY), ("'; drop", VINT)])
    def test_who_is_not_in_the_warehouse_cannot_be_merged(self, settings: Settings, one: str, into: str) -> None:
        with pytest.raises(Refused, match=r"no entity .* `otr who NAME`"):
            merge(settings, one, into)

    def test_nobody_is_merged_into_himself(self, settings: Settings) -> None:
        with pytest.raises(Refused, match="two entities"):
            merge(settings, VINT, VINT)

    def test_what_was_decided_before_is_no_second_decision(self, settings: Settings) -> None:
        decided(settings, f"2031-05-07,merge,{BREL},Tomás Brel,{VINT},Orla Vint,,")
        known = merge(settings, BREL, VINT).known
        assert known is not None
        assert known.line == 2

    @pytest.mark.parametrize(
        ("line", "one", "into", "words"),
        [
            (f",merge,{BREL},Tomás Brel,{UNION},Union of Tenants,,", BREL, VINT, "Tomás Brel is Union of Tenants"),
            (f",merge,{VINT},Orla Vint,{BREL},Tomás Brel,,", BREL, VINT, "Orla Vint is Tomás Brel"),
            (f",merge,{VINT},,{BREL},,,", BREL, VINT, f"{VINT} is {BREL}"),
            (f",split,{VINT},Orla Vint,{BREL},Tomás Brel,{NOBODY},", BREL, VINT, "Orla Vint is somebody else"),
            (f",split,{BREL},Tomás Brel,{VINT},Orla Vint,{NOBODY},", BREL, VINT, "Tomás Brel is somebody else"),
        ],
    )
    def test_the_line_that_contradicts_is_named(
        self, settings: Settings, line: str, one: str, into: str, words: str
    ) -> None:
        decided(settings, line)
        with pytest.raises(Refused, match=rf"line 2 of curation.csv says that .*{words}; delete that line"):
            merge(settings, one, into)

    def test_merges_cannot_lead_in_a_circle(self, settings: Settings) -> None:
        decided(settings, f",merge,{VINT},Orla Vint,{BREL},,,", f",merge,{BREL},Tomás Brel,{UNION},,,")
        with pytest.raises(Refused, match="line 2"):
            merge(settings, UNION, VINT)

    def test_a_circle_written_by_hand_does_not_hang(self, settings: Settings) -> None:
        decided(settings, f",merge,{VINT},,{BREL},,,", f",merge,{BREL},,{VINT},,,")
        assert merge(settings, UNION, VINT).party is not None

    def test_without_a_warehouse_and_with_a_broken_file_it_is_said(self, settings: Settings) -> None:
        decided(settings, ",marry,,,,,,")
        with pytest.raises(BadCuration, match="line 2"):
            merge(settings, BREL, VINT)
        with pytest.raises(QueryError, match="no warehouse"):
            merge(Settings(settings.data / "elsewhere"), BREL, VINT)


class TestSplit:
    def test_it_says_how_much_of_the_article_goes(self, settings: Settings, articles: list[str]) -> None:
        proposal = split(settings, VINT, articles[-1], name=" Orla  Vint (junior)")
        assert proposal.place is not None
        assert (proposal.place.publisher, str(proposal.place.published_on)) == ("Velmark Post", "2031-05-05")
        assert (proposal.place.mention_count, proposal.place.quote_count) == (1, 1)
        assert (proposal.decision.other_entity_id, proposal.decision.other_name) == ("", "Orla Vint (junior)")
        assert proposal.other is None

    def test_the_other_may_be_somebody_known(self, settings: Settings, articles: list[str]) -> None:
        proposal = split(settings, VINT, articles[-1], BREL)
        assert proposal.other is not None
        assert (proposal.decision.other_entity_id, proposal.decision.other_name) == (BREL, "Tomás Brel")

    @pytest.mark.parametrize(
        ("one", "place", "other", "words"),
        [
            (NOBODY, 0, "", "no entity"),
            (VINT, 0, NOBODY, "no entity"),
            (VINT, 0, VINT, "from itself"),
            (VINT, None, "", "no article"),
            (VINT, 2, "", "not mentioned in article"),
            (BREL, 4, "", r"Tomás Brel .* is not mentioned"),
        ],
    )
    def test_what_does_not_fit_the_warehouse_is_refused(
        self, settings: Settings, articles: list[str], one: str, place: int | None, other: str, words: str
    ) -> None:
        with pytest.raises(Refused, match=words):
            split(settings, one, articles[place] if place is not None else NOBODY, other)

    def test_who_is_in_one_article_only_is_not_parted(self, tmp_path: Path) -> None:
        alone = Settings(tmp_path / "alone")
        lake = Lake(alone.lake)
        mention = {"mention_id": "m1", "version_id": "v1", "article_id": "a1", "entity_kind": "person"}
        tables: dict[str, list[Row]] = {
            "core.articles": [{"version_id": "v1", "article_id": "a1"}],
            "core.entities": [{"entity_id": VINT, "name": "Orla Vint", "entity_kind": "person"}],
            "core.mentions": [mention],
            "core.mention_entities": [{"mention_id": "m1", "entity_id": VINT}],
        }
        publish(lake, tables)
        build_warehouse(lake, SQL, alone.warehouse, BUILT_AT)
        with pytest.raises(Refused, match="in no other article"):
            split(alone, VINT, "a1")

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (f",split,{VINT},Orla Vint,{BREL},Tomás Brel,ARTICLE,", "in this article Orla Vint is Tomás Brel"),
            (f",merge,{VINT},Orla Vint,{UNION},Union of Tenants,,", "Orla Vint is Union of Tenants"),
        ],
    )
    def test_the_line_that_contradicts_is_named(
        self, settings: Settings, articles: list[str], line: str, words: str
    ) -> None:
        decided(settings, line.replace("ARTICLE", articles[0]))
        with pytest.raises(Refused, match=rf"line 2 of curation.csv says that {words}"):
            split(settings, VINT, articles[0])

    def test_who_was_merged_into_another_cannot_be_split_into_it(self, settings: Settings, articles: list[str]) -> None:
        decided(settings, f",merge,{BREL},Tomás Brel,{VINT},Orla Vint,,")
        with pytest.raises(Refused, match="Tomás Brel is Orla Vint"):
            split(settings, VINT, articles[0], BREL)

    def test_other_articles_and_the_same_again_are_no_contradiction(
        self, settings: Settings, articles: list[str]
    ) -> None:
        decided(settings, f",split,{VINT},Orla Vint,,,{articles[0]},")
        assert split(settings, VINT, articles[0]).known is not None
        assert split(settings, VINT, articles[1]).known is None


class TestFile:
    decision = Decision(
        0, "2031-05-08", "merge", "a" * 16, 'Orla "O." Vint, MP', "b" * 16, "Brel", "", "päpstlich; 1,5"
    )

    def written(self, path: Path) -> list[Decision]:
        write_decision(path, self.decision)
        return read_curation(path)

    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
        (found,) = self.written(tmp_path / "curation.csv")
        assert found == Decision(**{name: getattr(self.decision, name) for name in COLUMNS}, line=2)
        assert [path.name for path in tmp_path.iterdir()] == ["curation.csv"]

    @pytest.mark.parametrize(
        "before",
        [
            f"{HEADER}\n",
            f"{HEADER}\n,merge,{'c' * 16},,{'d' * 16},,,mine",
            f"\ufeff{HEADER}\r\n,merge,{'c' * 16},,{'d' * 16},,,mine\r\n\r\n",
            f"who,{HEADER}\nme,,merge,{'c' * 16},,{'d' * 16},,,\n",
        ],
        ids=["header", "no last line break", "as a spreadsheet saves it", "a column more"],
    )
    def test_what_people_wrote_stays(self, tmp_path: Path, before: str) -> None:
        path = tmp_path / "curation.csv"
        path.write_text(before, encoding="utf-8", newline="")
        old = read_curation(path)
        found = self.written(path)
        assert found[:-1] == old
        assert found[-1].note == self.decision.note
        kept = path.read_bytes().decode("utf-8")
        assert kept.startswith(before.removeprefix("\ufeff"))
        assert ("\r\n" in kept) == ("\r\n" in before)

    def test_columns_that_a_file_lacks_are_added(self, tmp_path: Path) -> None:
        path = tmp_path / "curation.csv"
        path.write_text(f"action,entity_id,other_entity_id\nmerge,{'c' * 16},{'d' * 16}\n", encoding="utf-8")
        assert [one.other_entity_id for one in self.written(path)] == ["d" * 16, "b" * 16]
        with path.open(encoding="utf-8", newline="") as file:
            assert {len(row) for row in csv.reader(file)} == {len(COLUMNS)}

    @pytest.mark.parametrize("before", [None, f"\ufeff{HEADER}\r\n".encode()])
    def test_it_can_be_put_back_to_the_byte(self, tmp_path: Path, before: bytes | None) -> None:
        path = tmp_path / "curation.csv"
        if before is not None:
            path.write_bytes(before)
        put_back(path, write_decision(path, self.decision))
        assert (path.read_bytes() if path.exists() else None) == before


MARRIED = "“The bridge number {number} will open in June,” said Orla Brandt. It rained on Monday."


@pytest.mark.usefixtures("stand_in")
class TestLaterRuns:
    def publish(self, lake: Lake, run: RunContext, *paths: Path) -> set[tuple[str, int]]:
        ingest(lake, run, *paths)
        build_articles(lake, run, no_progress)
        annotate_day(lake, run, 1, no_progress)
        publish_entities(lake, run, curation=Settings(lake.root.parent).curation)
        return set(rows(lake, "core.entities").select("name", "mention_count").iter_rows())

    def test_a_merge_survives_new_articles_and_ends_with_its_line(
        self, data_lake: Lake, open_suites: Path, tmp_path: Path
    ) -> None:
        first, second, third = (run_context(open_suites, later=minutes) for minutes in (0, 5, 9))
        articles = [write_article(tmp_path, 1), write_article(tmp_path, 2, MARRIED)]
        assert self.publish(data_lake, first, *articles) == {("Orla Vint", 1), ("Orla Brandt", 1)}
        ids = dict(rows(data_lake, "core.entities").select("name", "entity_id").iter_rows())
        one, into = ids["Orla Brandt"], ids["Orla Vint"]
        decision = Decision(0, "2031-05-06", "merge", one, "Orla Brandt", into, "Orla Vint", "", "")
        curation = Settings(data_lake.root.parent).curation
        before = write_decision(curation, decision)
        ((_, count),) = self.publish(data_lake, first)
        assert count == 2
        more = [write_article(tmp_path, 3), write_article(tmp_path, 4, MARRIED), write_article(tmp_path, 5, MARRIED)]
        ((_, count),) = self.publish(data_lake, second, *more)
        assert count == 5
        assert set(rows(data_lake, "core.quote_speakers")["entity_id"]) == {into}
        put_back(curation, before)
        assert self.publish(data_lake, third) == {("Orla Vint", 2), ("Orla Brandt", 3)}
