"""Tells people what was found: terminal, Markdown, HTML."""
