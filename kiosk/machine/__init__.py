"""What stands around the walk: store, courier, printer, office data, news of the hub, joined into one `Machine`."""
