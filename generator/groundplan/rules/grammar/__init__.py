"""Small languages AWS parses: schedules, addresses, policies, patterns, expressions."""
