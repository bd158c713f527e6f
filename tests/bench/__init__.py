"""Measurements beside a named peer in the same run. Not tests: nothing here passes or fails on a time."""
