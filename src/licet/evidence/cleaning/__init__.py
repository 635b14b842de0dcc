"""Texts to labelled blocks, and what a document says of itself."""
