"""The instruments that ship with the product: they take the kiosk's promises to the test, and are themselves proven by
the faults they catch. Only `kiosk.commands`, `kiosk.demo` and tests import them."""
