"""Tests of single components, on repositories made for them."""
