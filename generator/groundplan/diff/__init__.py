"""Two estates side by side: what a change does to each resource."""
