"""A slip printer turns pictures into paper and says honestly whether it did."""
