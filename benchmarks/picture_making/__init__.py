"""What the benchmarks about pictures share: drawing, editing, a scratch archive, reports."""

import factcheck  # noqa: F401 -- before numpy is: says how many threads a product may start
