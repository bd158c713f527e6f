"""One SQLite file: personal records sealed one by one; migrations and write rules."""
