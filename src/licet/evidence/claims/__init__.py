"""Blocks to claims: sentences, names, dates, figures, cues, who says so, and how."""
