"""What people and their unit need: measured, rated, planned, and looked at before a posting."""
