"""SQL text to operations: one file a statement family; ``reader`` takes a whole file."""
