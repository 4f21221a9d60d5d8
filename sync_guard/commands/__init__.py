"""One file a command: its steps, in order. Each returns an exit code."""
