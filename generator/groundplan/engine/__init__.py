"""Runs Pulumi programs offline and keeps what they register as plain data."""
