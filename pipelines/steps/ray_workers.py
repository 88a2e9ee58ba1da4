"""Workers on a Ray cluster: what `workers` does with a slice of articles, on other machines.

Belongs here: joining a cluster, and handing it slices. Does not belong here: starting a cluster, what is done with a
slice (`workers`). Ray is imported only where it is used: the project runs without it.

The workers get the code and the models of the project from this process, with every run, so that the rows are those
that this version makes. The libraries are their own, and must be of the same versions. They read and write no file of
the data folder.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.settings import PROJECT, Settings
from pipelines.steps.workers import Slice, annotate_slice, is_worth_sharing, slices_of

if TYPE_CHECKING:
    from ray import ObjectRef

RETRIES = 5  # of a slice whose worker or node died
PATIENCE_SECONDS = 5.0  # in which a head node answers
LIBRARIES = ("numpy", "onnxruntime", "polars", "snowballstemmer", "tokenizers")  # on which rows may depend
_HOST_AND_PORT = re.compile(r"[^:/]+:\d+")


class ClusterUnavailable(RuntimeError):
    """Ray is not installed, or there is no cluster at the address; the message says what to do."""


class OtherLibraries(RuntimeError):
    """A worker has other versions of libraries than the process that runs, and might make other rows."""


@dataclass(frozen=True, slots=True)
class RayCluster:
    """A cluster that runs: ``host:port`` of its head node, "auto" for the one that this machine belongs to."""

    address: str = "auto"

    def look(self) -> int:
        """How many CPUs it has.

        Raises:
            ClusterUnavailable: Ray is not installed, or the cluster does not answer.
        """
        ray = self._join({})
        try:
            return int(ray.cluster_resources().get("CPU", 0))
        finally:
            ray.shutdown()

    def join(self) -> Any:
        """The module ``ray``, joined to the cluster, with the code of the project for its workers.

        Raises:
            ClusterUnavailable: as `look`.
        """
        return self._join({"py_modules": [str(PROJECT / "pipelines")]})

    def _join(self, runtime: dict[str, list[str]]) -> Any:
        if find_spec("ray") is None:
            raise ClusterUnavailable("the engine ray needs Ray: pip install 'ontherecord[ray]'")
        if _HOST_AND_PORT.fullmatch(self.address):
            self._ask_head()
        import ray

        try:
            ray.init(self.address, runtime_env=runtime, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise self._unavailable(str(error)) from error
        return ray

    def _ask_head(self) -> None:
        """Ask the head node whether it serves: Ray itself would try for a quarter of an hour."""
        import grpc
        from grpc_health.v1.health_pb2 import HealthCheckRequest
        from grpc_health.v1.health_pb2_grpc import HealthStub

        with grpc.insecure_channel(self.address) as channel:
            try:
                HealthStub(channel).Check(HealthCheckRequest(), timeout=PATIENCE_SECONDS)
            except grpc.RpcError as error:
                raise self._unavailable(f"{error.code().name.lower()}: {error.details()}") from error

    def _unavailable(self, reason: str) -> ClusterUnavailable:
        return ClusterUnavailable(
            f"no Ray cluster can be used at {self.address} ({reason}); start one with `ray start --head`, "
            "name its address, or run with --engine local"
        )


def cluster_of(settings: Settings) -> RayCluster | None:
    """The cluster that is to annotate; None where processes of this machine do."""
    return RayCluster(settings.ray_address) if settings.engine == "ray" else None


class RayWorkers:
    """Workers of a cluster; where the work is too little to share, this process does it (as `workers.Workers`)."""

    def __init__(self, cluster: RayCluster, articles: int) -> None:
        self._ray = cluster.join() if is_worth_sharing(articles) else None

    def __enter__(self) -> RayWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._ray is not None:
            self._ray.shutdown()

    def start(self, articles: pl.DataFrame) -> Iterator[Slice]:
        """As `workers.Workers.start`. All slices are handed out at once: how many, a caller decides by the articles."""
        slices = slices_of(articles)
        if self._ray is None:
            return map(annotate_slice, slices)
        task = self._ray.remote(num_cpus=1, max_retries=RETRIES)(annotate_with)
        return _in_order(self._ray, [task.remote(libraries(), one) for one in slices])


@cache
def libraries() -> dict[str, str]:
    """The versions of `LIBRARIES` that this process has."""
    return {name: version(name) for name in LIBRARIES}


def annotate_with(wanted: Mapping[str, str], articles: pl.DataFrame) -> Slice:
    """As `workers.annotate_slice`, with libraries of the wanted versions.

    Raises:
        OtherLibraries: this process has others.
    """
    if differing := {f"{name} {found}" for name, found in libraries().items() if found != wanted[name]}:
        words = ", ".join(f"{name} {found}" for name, found in wanted.items())
        raise OtherLibraries(f"a worker has {', '.join(sorted(differing))}; needed on every node: {words}")
    return annotate_slice(articles)


def _in_order(ray: Any, waiting: list[ObjectRef[Slice]]) -> Iterator[Slice]:
    """The results; each is let go of, by the cluster too, once it was taken."""
    waiting.reverse()
    while waiting:
        yield ray.get(waiting.pop())
