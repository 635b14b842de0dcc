"""One module for each change of the register's tables."""
