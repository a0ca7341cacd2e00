"""What people read when a game or a batch is over."""
