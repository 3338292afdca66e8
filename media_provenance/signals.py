"""What this app tells those who listen, without knowing who they are.

One signal only. Within the app, functions are called; a signal would hide what follows what.
"""

from __future__ import annotations

from django.dispatch import Signal

# Sent by `pipeline.recompute_findings` inside the transaction that records a finding, with
# ``sender=Finding``, ``question`` (the DatingQuestion), ``finding`` (the new row, or None where
# nothing can be said any more) and ``previous`` (the one that is superseded, or None).
finding_recorded = Signal()
