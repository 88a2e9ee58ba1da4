"""Write the sample's files from ``source/``: ``python -m pipelines.demo.build``.

Belongs here: which files there are and how they come to lie on the disk. Does not belong here: what is in them.
"""

from pathlib import Path

from pipelines.demo import demo_folder
from pipelines.demo.formats import write_articles
from pipelines.demo.gold import write_gold
from pipelines.demo.source import read_articles
from pipelines.demo.wires import write_samples


def render(folder: Path) -> dict[str, bytes]:
    """Every generated file, by its path under ``folder``. Depends on ``folder/source`` only."""
    articles = read_articles(folder / "source")
    inputs = {f"articles/{path}": content for path, content in write_articles(articles).items()}
    samples = {f"samples/{name}": content for name, content in write_samples(articles).items()}
    return inputs | samples | write_gold(articles)


def written_files(folder: Path) -> set[str]:
    """The generated files that lie in the folder now."""
    found = [*(folder / "articles").rglob("*"), *(folder / "samples").rglob("*"), *folder.glob("*.jsonl")]
    return {path.relative_to(folder).as_posix() for path in found if path.is_file()}


def main() -> None:
    """Write what is missing or out of date; remove what the source no longer gives."""
    folder = demo_folder()
    files = render(folder)
    for stale in written_files(folder) - files.keys():
        (folder / stale).unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    print(f"{len(files)} files in {folder}")


if __name__ == "__main__":
    main()
