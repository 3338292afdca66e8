"""The desk: everything behind the sign-in."""
