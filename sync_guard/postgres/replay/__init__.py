"""Operations to catalog: one file a kind of object; ``apply`` runs a chain of files."""
