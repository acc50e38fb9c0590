"""What runs the application: registry, cluster, services, schedules."""
