"""Writes the folder of a topic model, and says how good a model is.

Belongs here: rounding of the tables, the manifest, the figures. Does not belong here: fitting.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.text.spans import TopicScore
from pipelines.text.topics import IMPORTANCE_SCALE, MANIFEST, Settings
from pipelines.training.topic_corpus import Document, Floats

Scorer = Callable[[str | None, str], tuple[TopicScore, ...]]
EVIDENCE_MOST = 127
CLIPPED_SHARE = 1e-5  # of the evidence values: the few largest are cut to keep the steps small


def write_model(
    folder: Path,
    terms: Sequence[str],
    evidence: Floats,
    importance: Floats,
    settings: Settings,
    concepts: Mapping[str, Any],
) -> None:
    """Write the model folder; ``settings.evidence_step`` is replaced by the step chosen here."""
    largest = float(np.quantile(np.abs(evidence), 1 - CLIPPED_SHARE))
    step = largest / EVIDENCE_MOST
    whole = np.clip(np.round(evidence / step), -EVIDENCE_MOST, EVIDENCE_MOST).astype(np.int8)
    numbers = asdict(settings) | {"evidence_step": step}
    contents = {
        "terms.txt": "\n".join(terms).encode(),
        "evidence.npy": _npy(whole),
        "importance.npy": _npy(np.round(importance * IMPORTANCE_SCALE).astype(np.uint8)),
        "model.json": (json.dumps(numbers, indent=1) + "\n").encode(),
        "taxonomy.json": _taxonomy(concepts),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    manifest = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def figures(scorer: Scorer, articles: Sequence[tuple[Document, list[str]]]) -> str:
    """Say how often the main topic comes first and among the first three, overall, by pack and by main topic."""
    hits: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
    for article, codes in articles:
        scores = scorer(article.title or None, article.text)
        ranks = [one.topic_id[7:9] for one in scores]
        rank = ranks.index(codes[0])
        for group in ("all", article.source, f"topic {codes[0]}"):
            hits[group].append((rank == 0, rank < 3, scores[0].score))
    lines = ["group                count  first  in three  mean top score"]
    for group, rows in sorted(hits.items()):
        first, three, score = np.mean(np.array(rows, dtype=float), axis=0)
        lines.append(f"{group:<20} {len(rows):>5}  {first:.3f}  {three:>8.3f}  {score:>14.3f}")
    return "\n".join(lines)


def _npy(table: NDArray[Any]) -> bytes:
    target = io.BytesIO()
    np.save(target, table, allow_pickle=False)
    return target.getvalue()


def _taxonomy(concepts: Mapping[str, Any]) -> bytes:
    rows = [[one["id"], one["label"], one["parent"], one["definition"]] for one in concepts["concepts"]]
    kept = ("title", "attribution", "licence", "licence_url", "source_scheme", "released")
    head = {name: concepts[name] for name in kept}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return (json.dumps(head, ensure_ascii=False)[:-1] + ', "concepts": [\n' + lines + "\n]}\n").encode()
