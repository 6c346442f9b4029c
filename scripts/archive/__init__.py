"""Checks of archives; see scripts/check-archive."""
