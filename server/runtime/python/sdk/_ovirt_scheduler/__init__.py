"""What the stand-ins for ovirtsdk and ovirtsdk4 have in common: the snapshot, the search language, the refusals."""
