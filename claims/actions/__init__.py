"""What people do at the desk: each function checks, changes and records, in one transaction."""
