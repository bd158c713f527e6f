"""What is printed: each slip drawn as one picture."""
