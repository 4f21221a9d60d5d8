"""Findings to one format each; nothing else knows a format."""
