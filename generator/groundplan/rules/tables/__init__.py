"""Facts taken from packages by a script, and their reader."""
