"""The walk of one citizen as a state machine with no screen: acts in, views out, every legal move in one table.

`walk` holds it and gives each act to the part that its stage belongs to; `pages` says what is shown; `engine` runs it.
"""
