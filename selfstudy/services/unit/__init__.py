"""The supervisor's side of a unit: card, keys, what came in, is reported, let go or erased.

May import: everything below services, intake, people, devices, the record and rescue.
"""
