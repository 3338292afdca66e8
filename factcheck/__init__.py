"""The project: wiring only. This file is imported before anything else, whatever starts us."""

from __future__ import annotations

import os

# numpy's OpenBLAS gives every product of matrices a thread for each core, and they wait for work by
# spinning: 64 x 341 by 341 x 512 cost 12 ms of processor time on two cores, by itself 0.3 ms. Our
# parallel work is processes. Read once, when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
