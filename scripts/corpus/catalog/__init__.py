"""The documents of the corpus, one generator a module; each yields finished documents."""
