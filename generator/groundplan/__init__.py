"""Groundplan: from answers to a previewed, emulated and tested AWS environment."""

__version__ = "0.1.0"
