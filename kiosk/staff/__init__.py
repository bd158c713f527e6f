"""Officers: sign-in with a PIN, the lock after wrong tries, sessions, and the second person."""

from kiosk.staff.officers import Officer, SignIn, StaffDoor, hash_pin
from kiosk.staff.sessions import Session, Sessions

__all__ = ["Officer", "Session", "Sessions", "SignIn", "StaffDoor", "hash_pin"]
