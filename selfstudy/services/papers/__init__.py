"""What each form of the office says: read from the journal, laid out by `services.forms`."""
