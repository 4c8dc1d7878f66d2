"""The unit's framework: positions by competencies, edited by key, out to and in from a workbook."""
