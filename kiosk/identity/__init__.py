"""What the drivers read becomes one Person with a stated assurance; the sources that agreed are named."""
