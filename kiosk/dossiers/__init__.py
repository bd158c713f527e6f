"""The envelope that is submitted, and the courier that carries it to the hub exactly once in effect."""
