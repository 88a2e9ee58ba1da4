"""Train the topic model: ``python -m pipelines.training.topics --data ../shared/data --output DIR``.

A sentence encoder (MiniLM) is the teacher: a linear reading of its vectors is fitted to IPTC definitions, invented
sentences and articles labelled by hand, and labels further articles. The student is a table of terms: each row is a
linear reading of the encoder's vector of that term alone, plus a correction learnt from the same texts. The two are
fitted together, so that a term seen in no training text still says what its meaning says.

Belongs here: gathering, fitting, the command. Never imported when articles are annotated.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipelines.text.spans import TopicScore
from pipelines.text.topics import Reading, Settings, TermIndex, TopicModel
from pipelines.training import topic_corpus as corpus
from pipelines.training.topic_corpus import Document, Examples, Floats
from pipelines.training.topic_encoder import Encoder
from pipelines.training.topic_release import figures, write_model

READING = Reading(title_weight=3.0, lead_weight=2.0, lead_words=60, most_words=600, repeat_power=1.0)
DOUBT = 8.0
RARE = 5e-4  # importance = RARE / (RARE + share of the term)
COMMON_PART = 0.7  # how much of the mean vector of all terms is taken from each
TEACHER_SCALE, TEACHER_DECAY = 3.0, 0.3
STUDENT_SCALE, READING_DECAY, CORRECTION_DECAY = 8.0, 0.006, 0.1
SHARPEN = 1.3  # of the teacher's labels
PRIOR = (.06, .08, .05, .25, .025, .03, .03, .02, .035, .03, .15, .025, .05, .03, .04, .12, .02)  # fmt: skip
TEACHER_PRIOR_POWER = 0.5
GROUP_WEIGHTS = {"concepts": 250.0, "sentences": 600.0, "phrases": 150.0}
UNLABELLED_WEIGHTS = {"reuters21578": 270.0, "polnear": 180.0, "ua_messages": 150.0}
ECONOMY, RARE_LABEL = 3, 2.0  # most labelled articles are about the economy: the others weigh more
LABEL_WEIGHTS = {"reuters21578": 0.5, "polnear": 0.5, "wikinews_gum": 3.0, "fundus": 3.0, "ua_messages": 1.0}
ADDRESS_TARGET, ADDRESS_SHARE = corpus.target(["16", "11"]), 0.4  # what is known of all addresses to a nation at war


@dataclass(frozen=True)
class Material:
    """Everything encoded: groups of short texts, labelled and unlabelled articles, terms."""

    groups: Mapping[str, Examples]
    group_vectors: Mapping[str, Floats]
    labelled: Sequence[Document]
    labelled_vectors: Floats
    codes: Mapping[tuple[str, str], list[str]]
    unlabelled: Sequence[Document]
    unlabelled_vectors: Floats
    terms: Sequence[str]
    term_vectors: Floats
    importance: Floats


@dataclass(frozen=True)
class Table:
    """The student: evidence (terms, topics) and a bias a topic."""

    evidence: Floats
    bias: Floats


def gather(data: Path, gold: Mapping[tuple[str, str], list[str]], encoder: Encoder) -> Material:
    """Read and encode all that is learnt from; the articles of ``gold`` are left out."""
    documents = corpus.read_documents(data)
    by_key = {(one.source, one.article_id): one for one in documents}
    codes = {key: value for key, value in corpus.read_labels().items() if key in by_key and key not in gold}
    sentences, phrases = corpus.read_seeds()
    concepts = corpus.concept_examples(corpus.read_concepts(data)["concepts"])
    groups = {"concepts": concepts, "sentences": sentences, "phrases": phrases}
    labelled = [by_key[key] for key in codes]
    unlabelled = corpus.choose_unlabelled(documents, set(codes) | set(gold))
    labels = [text.split(":")[0] for text in concepts.texts]
    texts = [text for group in groups.values() for text in group.texts]
    terms, share = corpus.choose_terms(documents, texts, [*phrases.texts, *labels])
    vectors = encoder.encode(terms)
    return Material(
        groups, {name: encoder.encode(group.texts) for name, group in groups.items()},
        labelled, encoder.encode([one.opening() for one in labelled]), codes,
        unlabelled, encoder.encode([one.opening() for one in unlabelled]),
        terms, vectors - COMMON_PART * vectors.mean(axis=0), (RARE / (RARE + share)).astype(np.float32),
    )  # fmt: skip


def label_unlabelled(material: Material, keep: NDArray[np.bool_]) -> Floats:
    """Fit the teacher on the short texts and the kept labelled articles; return its labels (articles, topics)."""
    inputs = np.concatenate([*material.group_vectors.values(), material.labelled_vectors[keep]]) * TEACHER_SCALE
    targets, weights = _targets(material, keep)
    weight_matrix, bias = _fit(torch.tensor(inputs), None, targets, weights, (TEACHER_DECAY, 0.0))
    logits = material.unlabelled_vectors * TEACHER_SCALE @ weight_matrix.numpy() + bias.numpy()
    logits = SHARPEN * (logits + TEACHER_PRIOR_POWER * np.log(PRIOR))
    labels: Floats = torch.softmax(torch.tensor(logits), 1).numpy()
    addresses = np.array([one.source == "ua_messages" for one in material.unlabelled])
    labels[addresses] = (1 - ADDRESS_SHARE) * labels[addresses] + ADDRESS_SHARE * ADDRESS_TARGET
    return labels


def fit_table(material: Material, keep: NDArray[np.bool_]) -> Table:
    """Fit the student on the short texts, the kept labelled articles and the teacher's labels."""
    labelled = [one for one, kept in zip(material.labelled, keep, strict=True) if kept]
    texts = [("", text) for group in material.groups.values() for text in group.texts]
    texts += [(one.title, one.text) for one in [*labelled, *material.unlabelled]]
    bags = bag_of_terms(material, texts)
    targets, weights = _targets(material, keep)
    targets = torch.cat([targets, torch.tensor(label_unlabelled(material, keep))])
    sources = [one.source for one in material.unlabelled]
    shares = [UNLABELLED_WEIGHTS[source] / sources.count(source) for source in sources]
    weights = torch.cat([weights, torch.tensor(shares)])
    vectors = torch.tensor(material.term_vectors)
    dense = torch.sparse.mm(bags, vectors) * STUDENT_SCALE
    weight_matrix, bias, correction = _fit_both(dense, bags, targets, weights)
    evidence = (vectors @ weight_matrix + correction) * STUDENT_SCALE
    evidence -= evidence.mean(dim=1, keepdim=True)
    return Table(evidence.numpy(), bias.numpy())


def bag_of_terms(material: Material, texts: Sequence[tuple[str, str]]) -> Tensor:
    """The weights that the model at run time gives the terms of each text: sparse, (texts, terms)."""
    index = TermIndex(material.terms, READING)
    places: tuple[list[int], list[int]] = ([], [])
    values: list[float] = []
    for number, (title, text) in enumerate(texts):
        weights = {row: count * float(material.importance[row]) for row, count in index.weigh(title, text).items()}
        total = sum(weights.values()) + DOUBT
        places[0].extend([number] * len(weights))
        places[1].extend(weights)
        values.extend(value / total for value in weights.values())
    shape = (len(texts), len(material.terms))
    return torch.sparse_coo_tensor(
        torch.tensor(places), torch.tensor(values), shape, check_invariants=True
    ).coalesce()  # fmt: skip


def _targets(material: Material, keep: NDArray[np.bool_]) -> tuple[Tensor, Tensor]:
    targets, weights = [], []
    for name, group in material.groups.items():
        spread = (group.targets / group.targets.sum(axis=0).clip(1)).sum(axis=1)
        targets.append(group.targets)
        weights.append(spread / spread.sum() * GROUP_WEIGHTS[name])
    for one, kept in zip(material.labelled, keep, strict=True):
        if kept:
            targets.append(corpus.target(material.codes[one.source, one.article_id])[None])
            rare = 1.0 if targets[-1].argmax() == ECONOMY else RARE_LABEL
            weights.append(np.array([LABEL_WEIGHTS[one.source] * rare], dtype=np.float32))
    return torch.tensor(np.concatenate(targets)), torch.tensor(np.concatenate(weights), dtype=torch.float32)


class _SparseTimes(torch.autograd.Function):
    """Sparse times dense with a gradient for the dense factor only; the transpose is made once."""

    @staticmethod
    def forward(context: Any, bags: Tensor, turned: Tensor, dense: Tensor) -> Tensor:
        context.turned = turned
        product: Tensor = torch.sparse.mm(bags, dense)
        return product

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[None, None, Tensor]:
        return None, None, torch.sparse.mm(context.turned, gradient)


def _fit(
    inputs: Tensor, bags: Tensor | None, targets: Tensor, weights: Tensor, decay: tuple[float, float]
) -> tuple[Tensor, ...]:
    """Minimise the weighted cross-entropy plus squared parameters; with ``bags``, a correction a term as well."""
    parameters = [torch.zeros(inputs.shape[1], corpus.TOPICS), torch.zeros(corpus.TOPICS)]
    if bags is not None:
        parameters.append(torch.zeros(bags.shape[1], corpus.TOPICS))
        turned = bags.t().coalesce()
    for one in parameters:
        one.requires_grad_()
    search = torch.optim.LBFGS(parameters, max_iter=80, history_size=8, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        search.zero_grad()
        logits = inputs @ parameters[0] + parameters[1]
        penalty = decay[0] * (parameters[0] ** 2).sum()
        if bags is not None:
            logits = logits + STUDENT_SCALE * _SparseTimes.apply(bags, turned, parameters[2])  # type: ignore[no-untyped-call]
            penalty = penalty + decay[1] * (parameters[2] ** 2).sum()
        entropy = -(weights * (targets * torch.log_softmax(logits, 1)).sum(1)).sum()
        total: Tensor = entropy + penalty
        total.backward()  # type: ignore[no-untyped-call]
        return total

    search.step(loss)  # type: ignore[no-untyped-call]
    return tuple(one.detach() for one in parameters)


def _fit_both(dense: Tensor, bags: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    matrix, bias, correction = _fit(dense, bags, targets, weights, (READING_DECAY, CORRECTION_DECAY))
    return matrix, bias, correction


def release(material: Material, table: Table, data: Path, folder: Path) -> None:
    """Write the model folder."""
    settings = Settings(tuple(round(float(one), 6) for one in table.bias), 0.0, DOUBT, READING)
    write_model(folder, material.terms, table.evidence, material.importance, settings, corpus.read_concepts(data))


def cross_validate(material: Material, data: Path, scratch: Path, folds: int = 5) -> str:
    """Figures for the articles labelled by hand, each scored by a model that was not taught its label."""
    part = np.random.default_rng(1).integers(0, folds, len(material.labelled))
    scored: dict[str, tuple[TopicScore, ...]] = {}
    for number in range(folds):
        release(material, fit_table(material, part != number), data, scratch)
        model = TopicModel.load(scratch)
        for one, where in zip(material.labelled, part, strict=True):
            if where == number:
                scored[one.text] = model.topics(one.title or None, one.text)
    articles = [(one, material.codes[one.source, one.article_id]) for one in material.labelled]
    return figures(lambda _, text: scored[text], articles)


def main() -> None:
    """Train, write the folder, print figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True, help="the folder of the evaluation packs")
    arguments.add_argument("--gold", type=Path, required=True, help="topics_dev.jsonl: measured, never learnt from")
    arguments.add_argument("--output", type=Path, required=True, help="the folder to write the model to")
    arguments.add_argument("--cache", type=Path, help="a folder that keeps the vectors between runs")
    arguments.add_argument("--cross-validate", action="store_true", help="also five more fits, for figures")
    chosen = arguments.parse_args()
    torch.set_num_threads(1)
    gold = corpus.read_gold(chosen.gold)
    material = gather(chosen.data, gold, Encoder(chosen.cache))
    if chosen.cross_validate:
        with tempfile.TemporaryDirectory() as scratch:
            print(cross_validate(material, chosen.data, Path(scratch)))
    release(material, fit_table(material, np.ones(len(material.labelled), dtype=bool)), chosen.data, chosen.output)
    articles = {(one.source, one.article_id): one for one in corpus.read_documents(chosen.data)}
    print(figures(TopicModel.load(chosen.output).topics, [(articles[key], codes) for key, codes in gold.items()]))


if __name__ == "__main__":
    main()
