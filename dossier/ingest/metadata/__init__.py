"""What the front matter says of an article, and where it is found."""
