"""What Dagster loads (workspace.yaml)."""

from pipelines.assets.build import build_definitions
from pipelines.settings import Settings

defs = build_definitions(Settings.from_env())
