"""What every account needs before anything runs in it."""
