"""The office's server: envelopes of the kiosks, the office's accounts, the officer's page."""
