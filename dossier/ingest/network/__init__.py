"""Files, folders, feeds and addresses: where captures come from."""
