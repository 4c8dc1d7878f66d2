"""What leaves a computer: by file, by hub, as an archive; what private records are told.

May import: everything below services, intake, devices, packs and the record.
"""
