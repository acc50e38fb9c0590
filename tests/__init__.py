"""Tests of the tool, of the components, and those that ship with every repository."""
