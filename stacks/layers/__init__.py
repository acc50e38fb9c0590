"""Wiring of the layers; no resource is made here but the provider."""
