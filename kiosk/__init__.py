"""The kiosk's rules: identity, procedures, the walk, money, dossiers. No screen, no device."""

__version__ = "0.1.0"
