"""The members' page: who belongs, who speaks for them, how they take part."""
