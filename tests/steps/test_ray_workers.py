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
from pipelines.steps.ray_workers import ClusterUnavailable, RayCluster, RayWorkers
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
    """A lake with the articles of the bundled sample, in four parts, none of which is annotated; not to be changed."""
    lake = Lake(tmp_path_factory.mktemp("unread") / "lake")
    ingest(lake, run, articles_folder(), documents=20)
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
def cluster() -> Iterator[Any]:
    """A head node with one CPU; its files have a place of their own, with a short name for the sake of its sockets."""
    from ray.cluster_utils import Cluster

    place = tempfile.mkdtemp(prefix="ray-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_TMPDIR", place)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        found = Cluster(True, head_node_args={**NODE, "include_dashboard": False, "_system_config": EAGER})
        try:
            yield found
        finally:
            found.shutdown()
            shutil.rmtree(place)


class Once:
    """Progress that does something when the first article is done, and remembers what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act, self.came = act, list[object]()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if not self.came:
            self.came.append(self._act())


def busy_worker(node: Any) -> int:
    """The id of the node's worker that is annotating."""
    raylet, end = node.all_processes["raylet"][0].process.pid, time.monotonic() + 20
    while time.monotonic() < end:
        for listed in Path(f"/proc/{raylet}/task").glob("*/children"):
            for child in listed.read_text().split():
                if b"annotate_slice" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
    raise AssertionError("no worker of the node came to annotate")


@needs_ray
class TestCluster:
    def test_a_worker_killed_in_mid_run_changes_no_byte(
        self, cluster: Any, annotate: Annotate, by_this_machine: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workers, "SLICE_ROWS", 1)
        node = cluster.add_node(**NODE)
        killing = Once(lambda: os.kill(busy_worker(node), signal.SIGKILL))
        found = annotate(RayCluster(cluster.address), killing)
        cluster.remove_node(node)
        assert killing.came
        assert found == by_this_machine

    def test_a_node_lost_in_mid_run_changes_no_byte(
        self, cluster: Any, annotate: Annotate, by_this_machine: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workers, "SLICE_ROWS", 1)
        node = cluster.add_node(**NODE)
        losing = Once(lambda: busy_worker(node) and cluster.remove_node(node, allow_graceful=False))
        assert annotate(RayCluster(cluster.address), losing) == by_this_machine
        assert losing.came
