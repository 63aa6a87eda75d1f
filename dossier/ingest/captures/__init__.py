"""The captures, drafts and articles that content/ has, and how an import changes them."""
