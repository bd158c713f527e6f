"""The walk of one citizen as a state machine with no screen."""
