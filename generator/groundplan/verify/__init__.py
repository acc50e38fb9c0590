"""The estate handed to the real AWS provider, where one is installed, as an independent witness."""
