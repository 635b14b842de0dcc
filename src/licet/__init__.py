"""Licet: may this order of advanced chips ship, under what, and who says so?"""

__all__ = ["__version__"]

__version__ = "0.1.0"
