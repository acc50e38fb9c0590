"""Backup vaults, plans, copies and restore tests."""
