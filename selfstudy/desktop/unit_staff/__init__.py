"""Lists of staff: looked at, corrected and taken; positions, departments and leaving by hand."""
