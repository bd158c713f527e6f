"""Vietnamese and English: the catalogue of words, folding, tone keys, numbers and dates as words."""
