"""Tests of Groundplan."""
