"""On the Record: who said what, about which topic, when and where, from news articles to a DuckDB file.

Libraries read these settings when they are loaded, so they are made before. Nothing that runs here reports that it
runs; and memory that polars no longer needs goes back to the system at once, where it would keep it for later.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # ONNX Runtime, from 1.29 on
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")  # of jemalloc, in polars
