"""What is lost and how long it takes when something breaks: computed from the estate."""
