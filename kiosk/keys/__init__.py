"""Where keys come from: a file for a trial, a credential sealed by the machine's TPM in the field.

`form` is what a key looks like, `files` and `credentials` the two places, `sources` how a configuration names them.
"""

from kiosk.keys.credentials import Credential
from kiosk.keys.files import (
    load_device_key,
    load_sealing_key,
    load_signing_key,
    make_device_key,
    make_sealing_key,
    make_signing_key,
)
from kiosk.keys.form import KeyFault, public_text, sealing_public, signing_public
from kiosk.keys.sources import KeyFile, KeySource, key_source, signing_key_of

__all__ = [
    "Credential",
    "KeyFault",
    "KeyFile",
    "KeySource",
    "key_source",
    "load_device_key",
    "load_sealing_key",
    "load_signing_key",
    "make_device_key",
    "make_sealing_key",
    "make_signing_key",
    "public_text",
    "sealing_public",
    "signing_key_of",
    "signing_public",
]
