"""HTML of a capture: parsed within limits, walked into pieces, arranged as a reader would set them."""
