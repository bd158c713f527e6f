"""What is plugged into the machine, and what a configuration would use of it and why."""

from pathlib import Path
from typing import Any

from drivers.printer import EscposPrinter
from drivers.scanner import Wanted, describe, plugged_in
from kiosk import config


def device_rows(path: Path | None) -> list[dict[str, Any]]:
    """One row a serial port, and the printer that the configuration names: kind, device, used, why, status."""
    machine = config.load(path) if path else None
    part = machine.scanner if machine else None
    wanted = Wanted(
        part.port if part else None,
        int(part.vid, 16) if part and part.vid else None,
        int(part.pid, 16) if part and part.pid else None,
        part.serial_number if part else None,
    )
    rows: list[dict[str, Any]] = [
        {
            "kind": "scanner",
            "device": row.port.device,
            "used": row.used and machine is not None,
            "why": str(row.why) if machine else "no configuration given",
            "vid": f"{row.port.vid:04x}" if row.port.vid is not None else None,
            "pid": f"{row.port.pid:04x}" if row.port.pid is not None else None,
            "serial_number": row.port.serial_number,
        }
        for row in describe(plugged_in(wanted), wanted)
    ]
    if machine:
        printer = EscposPrinter(machine.printer.url, width=machine.printer.width)
        status = printer.status()
        printer.close()
        rows.append(
            {"kind": "printer", "device": machine.printer.url, "used": True, "why": "configured", "status": str(status)}
        )
    return rows
