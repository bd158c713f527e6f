"""Papers for the office about the machine itself: read from the store beside the running kiosk, without its key."""
