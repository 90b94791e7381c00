"""The first format, continued: who has the desk, and how it changed hands. Frozen SQL, never the live classes."""

STATEMENTS = (
    """
    CREATE TABLE desk_key (
        position INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        kept_where VARCHAR NOT NULL,
        passed_in INTEGER,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_desk_key PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE handover (
        count INTEGER NOT NULL,
        way VARCHAR(10) NOT NULL,
        at DATETIME NOT NULL,
        from_name VARCHAR NOT NULL,
        from_office VARCHAR NOT NULL,
        to_name VARCHAR NOT NULL,
        to_office VARCHAR NOT NULL,
        worries VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        pack_name VARCHAR NOT NULL,
        pack_digest VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_handover PRIMARY KEY (id),
        CONSTRAINT uq_handover_count UNIQUE (count),
        CONSTRAINT ck_handover_handoverway CHECK (way IN ('given', 'taken_back'))
    )
    """,
    """
    CREATE TABLE desk (
        name VARCHAR NOT NULL,
        office VARCHAR NOT NULL,
        person_id CHAR(32),
        since DATE,
        count INTEGER NOT NULL,
        given_at DATETIME,
        worries VARCHAR NOT NULL,
        read_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_desk PRIMARY KEY (id),
        CONSTRAINT fk_desk_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
)
