"""Tests that ship with every infra repository."""
