"""The first format, continued: history and search. Frozen SQL, never the live classes."""

STATEMENTS = (
    """
    CREATE TABLE search_entry (
        id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        ref CHAR(32) NOT NULL,
        meeting_id CHAR(32),
        state VARCHAR NOT NULL,
        CONSTRAINT pk_search_entry PRIMARY KEY (id),
        CONSTRAINT uq_search_entry_ref_kind UNIQUE (ref, kind)
    )
    """,
    """
    CREATE TABLE step (
        id CHAR(32) NOT NULL,
        sequence INTEGER NOT NULL,
        at DATETIME NOT NULL,
        who VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        subject_id CHAR(32),
        state VARCHAR NOT NULL,
        merge_key VARCHAR NOT NULL,
        CONSTRAINT pk_step PRIMARY KEY (id),
        CONSTRAINT uq_step_sequence UNIQUE (sequence)
    )
    """,
    """
    CREATE INDEX ix_step_state ON step (state)
    """,
    """
    CREATE TABLE change (
        id INTEGER NOT NULL,
        step_id CHAR(32) NOT NULL,
        position INTEGER NOT NULL,
        table_name VARCHAR NOT NULL,
        row_id CHAR(32) NOT NULL,
        old JSON,
        new JSON,
        CONSTRAINT pk_change PRIMARY KEY (id),
        CONSTRAINT fk_change_step_id FOREIGN KEY(step_id) REFERENCES step (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_change_row ON change (row_id, table_name)
    """,
    """
    CREATE INDEX ix_change_step_id ON change (step_id, position)
    """,
    """
    CREATE VIRTUAL TABLE search_text USING fts5(title, body, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')
    """,
)
