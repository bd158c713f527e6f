"""The office in a box: made-up people, sandbox portal, sandbox bank, the dock, the scripted walk."""
