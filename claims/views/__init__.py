"""What is seen, by whom asked for. Thin: fetch, ask the action, say what happened."""
