"""Dagster's UI over a data folder in which one run went well and the next was refused: what it serves and shows."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.assets.launch import RunSummary
from pipelines.settings import PROJECT, Settings
from pipelines.warehouse.lake import Lake
from tests.browser.chromium import SECONDS, browse

EXPANDED = ",".join(f"global@global:{group}" for group in ("raw", "core"))  # with the marts names would be too small
LINEAGE = f"asset-groups?expanded={EXPANDED}"
CHECK = "assets/core/quotes?view=checks&checkDetail=everything_is_sung"
ASSETS = """
{ assetNodes {
    assetKey { path } groupName dependencyKeys { path }
    assetMaterializations(limit: 1) { metadataEntries { label ... on IntMetadataEntry { intValue } } }
    assetChecksOrError { ... on AssetChecks { checks { name executionForLatestMaterialization { status } } } }
} }
"""


@pytest.fixture(scope="module")
def ui(refused_data: tuple[Path, RunSummary]) -> Iterator[str]:
    """The address of the UI, on a port of its own."""
    data = refused_data[0]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("dagster-webserver")), "-w", str(PROJECT / "workspace.yaml")]
    suites = {"OTR_EXPECTATIONS": str(data.parent / "expectations")}
    server = subprocess.Popen(
        [*command, "-h", "127.0.0.1", "-p", str(port)],
        env=os.environ | suites | {"DAGSTER_HOME": str(data / ".dagster"), "OTR_DATA": str(data)},
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/server_info", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"the UI did not start (exit code {server.poll()})")


@pytest.fixture(scope="module")
def nodes(ui: str) -> dict[str, dict[str, Any]]:
    """What the UI's own interface says of every asset, by layer/table."""
    body = json.dumps({"query": ASSETS}).encode()
    request = urllib.request.Request(f"{ui}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        found = json.load(answer)["data"]["assetNodes"]
    return {"/".join(node["assetKey"]["path"]): node for node in found}


def test_assets_of_every_layer_are_served_with_lineage_in_one_direction(nodes: dict[str, dict[str, Any]]) -> None:
    order = ["raw", "core", "marts"]
    assert {node["groupName"] for node in nodes.values()} == set(order)
    edges = [(above["path"][0], node["groupName"]) for node in nodes.values() for above in node["dependencyKeys"]]
    assert all(order.index(upper) <= order.index(lower) for upper, lower in edges)
    assert ("raw", "core") in edges
    assert ("core", "marts") in edges


def test_row_counts_are_served(nodes: dict[str, dict[str, Any]], refused_data: tuple[Path, RunSummary]) -> None:
    lake = Lake(Settings(refused_data[0]).lake)
    for table in ("raw.documents", "core.articles", "core.quotes", "core.entities"):
        (latest,) = nodes[table.replace(".", "/")]["assetMaterializations"]
        counts = {entry["label"]: entry.get("intValue") for entry in latest["metadataEntries"]}
        assert counts["dagster/row_count"] == lake.scan(table).collect().height, table


def test_passed_checks_and_the_failed_one_are_served(nodes: dict[str, dict[str, Any]]) -> None:
    verdicts = {
        f"{name}: {check['name']}": (check["executionForLatestMaterialization"] or {}).get("status")
        for name, node in nodes.items()
        for check in node["assetChecksOrError"].get("checks", [])
    }
    assert len(verdicts) > 30
    assert [name for name, status in verdicts.items() if status == "FAILED"] == ["core/quotes: everything_is_sung"]
    before_it = {name: status for name, status in verdicts.items() if name.startswith(("raw/", "core/articles:"))}
    assert len(before_it) > 10
    assert set(before_it.values()) == {"SUCCEEDED"}


def test_the_lineage_page_draws_every_layer(ui: str, tmp_path: Path) -> None:
    page = browse(f"{ui}/{LINEAGE}", tmp_path / "profile", "--dump-dom").page
    assert [name for name in ("documents", "articles", "quotes", "marts") if name not in page] == []
    picture = tmp_path / "lineage.png"
    browse(f"{ui}/{LINEAGE}", tmp_path / "other", f"--screenshot={picture}")
    assert picture.stat().st_size > 40_000  # a blank page has a tenth of that


def test_the_page_of_a_failed_check_shows_the_rows_that_fail_it(ui: str, tmp_path: Path) -> None:
    page = browse(f"{ui}/{CHECK}", tmp_path / "profile", "--dump-dom").page
    assert "Failed" in page
    assert "Expected: everything is sung" in page
    assert "The bridge number 4 will open in June" in page
