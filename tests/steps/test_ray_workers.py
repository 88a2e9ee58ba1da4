"""A Ray cluster: what it writes is what this machine writes, also when a worker or a node is lost on the way."""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import articles_folder
from pipelines.settings import PROJECT, Settings
from pipelines.steps import doctor, ray_workers, workers
from pipelines.steps.annotating import annotate_day
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import Progress, build_articles
from pipelines.steps.ray_workers import ClusterUnavailable, OtherLibraries, RayCluster, annotate_with, libraries
from pipelines.warehouse.lake import Lake
from tests.newsroom import files, ingest, no_progress, rows, run_context, write_articles

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install '.[ray]'")
NOBODY = RayCluster("127.0.0.1:1")
NODE = {"num_cpus": 1, "object_store_memory": 80_000_000}
EAGER = {"worker_niceness": 0, "health_check_period_ms": 300, "health_check_failure_threshold": 3}
Annotate = Callable[[int | RayCluster, Progress], dict[str, bytes]]


@pytest.fixture(scope="module")
def run(open_suites: Path) -> RunContext:
    return run_context(open_suites)


@pytest.fixture(scope="module")
def unread(run: RunContext, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with articles of the bundled sample, in three parts, none of which is annotated; not to be changed."""
    lake = Lake(tmp_path_factory.mktemp("unread") / "lake")
    sources = [articles_folder() / name for name in ("velmark-ledger.jsonl", "vpa-wire.ndjson", "aldra-courier")]
    ingest(lake, run, *sources, documents=10)
    build_articles(lake, run, no_progress)
    return lake


@pytest.fixture(scope="module")
def annotate(unread: Lake, run: RunContext, tmp_path_factory: pytest.TempPathFactory) -> Annotate:
    """Annotates a copy of that lake, article by article; returns its files."""

    def annotated(workers: int | RayCluster, progress: Progress) -> dict[str, bytes]:
        lake = Lake(shutil.copytree(unread.root, tmp_path_factory.mktemp("annotated") / "lake"))
        annotate_day(lake, run, workers, progress)
        return files(lake.root)

    return annotated


@pytest.fixture(scope="module")
def by_this_machine(annotate: Annotate) -> dict[str, bytes]:
    return annotate(1, no_progress)


@pytest.fixture(scope="module")
def head() -> Iterator[Any]:
    """A head node that annotates nothing; its files have a place of their own, with a short name for its sockets."""
    from ray.cluster_utils import Cluster

    place = tempfile.mkdtemp(prefix="ray-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_TMPDIR", place)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        arguments = {**NODE, "num_cpus": 0, "include_dashboard": False, "_system_config": EAGER}
        found = Cluster(True, head_node_args=arguments)
        try:
            yield found
        finally:
            found.shutdown()
            shutil.rmtree(place)


@pytest.fixture
def cluster(head: Any) -> Any:
    """With two nodes that annotate."""
    while len(head.worker_nodes) < 2:
        head.add_node(**NODE)
    return head


class Once:
    """Progress that does something when the first article is done, and remembers what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act, self.came = act, list[object]()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if not self.came:
            self.came.append(self._act())


def busy_worker(cluster: Any) -> tuple[Any, int]:
    """A node, and the process of it that is annotating."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for node in cluster.worker_nodes:
            for child in children(node.all_processes["raylet"][0].process.pid):
                if b"annotate_with" in title(child):
                    return node, child
    raise AssertionError("no worker came to annotate")


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in listed for child in path.read_text().split()]


def title(process: int) -> bytes:
    """What Ray's process says that it is doing; nothing where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@needs_ray
class TestCluster:
    @pytest.fixture(autouse=True)
    def article_by_article(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workers, "SLICE_ROWS", 1)
        monkeypatch.setattr(workers, "LEAST_SHARED", 1)

    def test_a_worker_killed_in_mid_run_changes_no_byte(
        self, cluster: Any, annotate: Annotate, by_this_machine: dict[str, bytes]
    ) -> None:
        killing = Once(lambda: os.kill(busy_worker(cluster)[1], signal.SIGKILL))
        assert annotate(RayCluster(cluster.address), killing) == by_this_machine
        assert killing.came

    def test_a_node_lost_in_mid_run_changes_no_byte(
        self, cluster: Any, annotate: Annotate, by_this_machine: dict[str, bytes]
    ) -> None:
        losing = Once(lambda: cluster.remove_node(busy_worker(cluster)[0], allow_graceful=False))
        assert annotate(RayCluster(cluster.address), losing) == by_this_machine
        assert losing.came


class TestWithoutCluster:
    def test_without_ray_the_package_to_install_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ray_workers, "find_spec", lambda name: None)
        with pytest.raises(ClusterUnavailable, match=re.escape("pip install 'ontherecord[ray]'")):
            RayCluster().look()

    def test_an_address_where_nobody_answers_is_named_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ray_workers, "find_spec", lambda name: name)
        began = time.monotonic()
        with pytest.raises(ClusterUnavailable, match=r"at 127.0.0.1:1 .*unavailable.*ray start --head"):
            NOBODY.look()
        assert time.monotonic() - began < 2 * ray_workers.PATIENCE_SECONDS

    @pytest.mark.usefixtures("stand_in")
    def test_a_few_articles_are_read_without_the_cluster(
        self, data_lake: Lake, run: RunContext, tmp_path: Path
    ) -> None:
        ingest(data_lake, run, write_articles(tmp_path / "news", 2))
        build_articles(data_lake, run, no_progress)
        annotate_day(data_lake, run, NOBODY, no_progress)
        assert rows(data_lake, "core.quotes").height == 2

    def test_a_worker_with_another_version_of_a_library_refuses(self, run: RunContext, unread: Lake) -> None:
        articles = rows(unread, "core.articles").head(1)
        with pytest.raises(OtherLibraries, match=r"a worker has polars .*needed on every node: .*polars 1"):
            annotate_with(libraries() | {"polars": "1.0.0"}, articles)

    def test_the_environment_names_engine_and_address(self) -> None:
        assert Settings.from_env({}).engine == "local"
        found = Settings.from_env({"OTR_ENGINE": "ray", "OTR_RAY_ADDRESS": "head.example:6379"})
        assert ray_workers.cluster_of(found) == RayCluster("head.example:6379")
        with pytest.raises(ValueError, match="local or ray, not 'rye'"):
            Settings.from_env({"OTR_ENGINE": "rye"})

    def test_the_doctor_says_whether_the_cluster_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ray_workers, "find_spec", lambda name: name)
        assert "local" in doctor.engine(Settings(Path("data"))).words
        found = doctor.engine(Settings(Path("data"), engine="ray", ray_address=NOBODY.address))
        assert not found.is_good
        assert NOBODY.address in found.words

    def test_ray_is_imported_only_when_a_cluster_is_joined(self) -> None:
        sources = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "pipelines").rglob("*.py"))]
        assert [found for text in sources for found in re.findall(r"^(?:import|from) ray\b", text, re.MULTILINE)] == []
