"""The law as data: rules, sets, places, items and acts in YAML and CSV. No code, and a version of its own."""

__all__ = ["__version__"]

__version__ = "2026.9"
