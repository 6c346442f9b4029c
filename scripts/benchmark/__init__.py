"""Benchmarks of whole processes, on made reports.

Every figure is processor time (user and system, of a process and all its children) or a ratio of two, taken in turn in
one run, medians of several; the machine may be busy with other things. `scripts/bench` makes what it reads under
target/bench (once, some minutes), runs, and writes docs/BENCH.md. Nothing here is asserted by a test.
"""
