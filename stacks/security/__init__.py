"""Audit: log archive, detection, event alarms."""
