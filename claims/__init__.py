"""What was said, who said it, where it appeared, and what we concluded."""
