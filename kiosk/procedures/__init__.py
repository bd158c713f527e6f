"""The catalogue of procedures: declarative files, checked at load; fees, papers, days and promised dates."""
