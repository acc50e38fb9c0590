"""What every account has before anything runs in it: safe defaults, roles that deploy."""
