"""Tests of the emulation."""
