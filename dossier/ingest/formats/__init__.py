"""What can be read, one file for each format."""
