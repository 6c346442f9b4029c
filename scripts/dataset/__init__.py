"""Datasets, held against their records by other people's programs."""
