"""On the Record: who said what, about which topic, when and where, from news articles to a DuckDB file.

Nothing that runs here reports that it runs: libraries that send statistics unless they are told not to are told before
they are loaded.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # ONNX Runtime, from 1.29 on
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
