"""Groups of commands that `kiosk.cli` puts together; like it, above the floors: a module a group, with its `add`."""
