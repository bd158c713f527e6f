"""The USB printers of this machine, for the rules of `drivers.plugged`."""

from dataclasses import replace
from pathlib import Path

from drivers.plugged import Device, Wanted, read_text, usb_device, with_asked
from drivers.printer.transport import parse_url

USB = Path("/sys/bus/usb/devices")
"""What the kernel says of each USB device and interface; readable without rights and without libusb."""

_PRINTER_CLASS = "07"
"""bInterfaceClass of a printer (USB-IF defined class codes)."""


def wanted_of(url: str) -> Wanted:
    """What a printer's URL asks for. Raises ValueError as `parse_url` does."""
    address = parse_url(url)
    if address.scheme == "usb":
        return Wanted(vid=address.vid, pid=address.pid)
    return Wanted(address.path if address.scheme == "serial" else url)


def plugged_in(wanted: Wanted, usb: Path = USB, dev: Path = Path("/dev/usb")) -> list[Device]:
    """The devices with a printer interface, `path` as the configuration would name them (`usb://vid:pid`) and `link`
    the kernel's node of theirs; with the path asked for if it is there (a serial port). Never raises."""
    found: list[Device] = []
    for interface in sorted(usb.glob("*:*")):
        if read_text(interface / "bInterfaceClass") == _PRINTER_CLASS:
            device = usb_device(usb / interface.name.partition(":")[0], "")
            if device.vid is not None and device.pid is not None:
                node = next((f"{dev}/{lp.name}" for lp in interface.glob("usbmisc/lp*")), None)
                found.append(replace(device, path=f"usb://{device.vid:04x}:{device.pid:04x}", link=node))
    return with_asked(found, wanted)
