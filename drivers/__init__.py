"""Bytes, paper and wires. Nothing here has heard of a citizen or a dossier."""
