"""What the public sees: only what was published is read, by its stored content, whoever asks."""
