"""A USB bus with one printer on it: pyusb's backend over a twin's TCP port, in the place of libusb."""

import errno
import socket
from types import SimpleNamespace
from urllib.parse import urlsplit

import usb.backend
import usb.core

VID, PID = 0x04B8, 0x0E15
OUT, IN = 0x03, 0x84  # not python-escpos's defaults: they have to be looked up


class OnePrinter(usb.backend.IBackend):
    """One device with one configuration, one interface, a bulk endpoint each way. `url` None: nothing plugged in."""

    def __init__(self, url: str | None) -> None:
        super().__init__()
        self.url = url
        self._socket: socket.socket | None = None

    def enumerate_devices(self):
        return iter([] if self.url is None else [SimpleNamespace(devid=1)])

    def get_parent(self, dev):
        return None

    def get_device_descriptor(self, dev):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VID, idProduct=PID, bcdDevice=1, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt or config:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=7, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev):
        address = urlsplit(self.url)
        try:
            self._socket = socket.create_connection((address.hostname, address.port), 1)
        except OSError:
            raise usb.core.USBError("No such device", errno=errno.ENODEV) from None
        return self._socket

    def close_device(self, handle):
        handle.close()

    def set_configuration(self, handle, value):
        pass

    def get_configuration(self, handle):
        return 1

    def claim_interface(self, handle, intf):
        pass

    def release_interface(self, handle, intf):
        pass

    def reset_device(self, handle):
        pass

    def bulk_write(self, handle, ep, intf, data, timeout):
        assert ep == OUT
        handle.settimeout(timeout / 1000)
        return self._or_usb_error(lambda: handle.send(data))

    def bulk_read(self, handle, ep, intf, buff, timeout):
        assert ep == IN
        handle.settimeout(timeout / 1000)
        size = self._or_usb_error(lambda: handle.recv_into(buff))
        if not size:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)
        return size

    def _or_usb_error(self, action):
        try:
            return action()
        except TimeoutError:
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT) from None
        except OSError as lost:
            raise usb.core.USBError("No such device", errno=errno.ENODEV) from lost
