"""The timeline and what belongs to it: the events in order, a page for each, and the dates that the coverage mentions."""
