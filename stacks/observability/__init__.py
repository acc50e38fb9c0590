"""Notification topics, alarms, dashboards."""
