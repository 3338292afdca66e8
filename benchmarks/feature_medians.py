"""What the middle value of each number of a local feature is, before its sign becomes a bit.

    ./bayyina bench feature_medians DIR [--limit N]

Prints the 64 constants ``_MEDIANS`` of ``media_provenance/domain/local_features.py``, measured on
the photographs in DIR. Only a new version of the features may use new ones. The other 64 numbers of
a feature change their sign in a mirror image, so their middle is nought and is not measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from media_provenance.domain.local_features import rotated_descriptors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.rglob("*") if path.is_file())
    rows = []
    for path in files[: arguments.limit]:
        with Image.open(path) as image:
            rows.append(rotated_descriptors(np.asarray(image.convert("RGB"))))
    numbers = np.concatenate(rows)
    medians = np.median(numbers[:, :64], axis=0)
    print(f"{len(files)} photographs, {len(numbers)} keypoints")
    print(", ".join(f"{value:.4f}" for value in medians))


if __name__ == "__main__":
    main()
