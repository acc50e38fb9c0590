"""Reads the real accounts for what no deployment can do: what people do by hand on day 0.

Nothing is changed. What cannot be looked at is said to be so, and never passes for fine.
"""
