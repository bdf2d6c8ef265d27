"""The same study gives the same bytes, whatever the hash seed."""

import hashlib
import os
import subprocess
import sys

from small_study import write_study


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_two_hash_seeds_one_result(tmp_path):
    study = write_study(tmp_path / "in")
    results = []
    for seed in ("0", "4242"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "kawasan_gis", "run", str(study), "--out", str(out), "--quiet"],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True,
        )  # fmt: skip
        results.append(digests(out))
    assert len(results[0]) > 15
    assert results[0] == results[1]
