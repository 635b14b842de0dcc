"""Documents side by side: copies, who had what first, events, and where claims disagree."""
