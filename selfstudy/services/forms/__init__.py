"""Forms of the office in the layout of Decree 30/2020/ND-CP: one description, three formats.

What a form says stands in `resources/forms`, in Vietnamese: an office takes no other.
May import: domain, settings; openpyxl, python-docx and reportlab at first use, each in its module.
"""
