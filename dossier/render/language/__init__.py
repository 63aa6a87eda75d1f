"""The words of the interface, and dates said in them."""
