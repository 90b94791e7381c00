"""The first format, continued: purpose, principles and ways of working, indicators, notes, endorsements, challenges. Frozen SQL, never the live classes."""

STATEMENTS = (
    """
    CREATE TABLE challenge (
        "key" VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        standing VARCHAR(8),
        judgement VARCHAR NOT NULL,
        doing VARCHAR NOT NULL,
        judged_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_challenge PRIMARY KEY (id),
        CONSTRAINT uq_challenge_key UNIQUE ("key"),
        CONSTRAINT ck_challenge_challengestanding CHECK (standing IN ('not_seen', 'watch', 'present'))
    )
    """,
    """
    CREATE TABLE indicator (
        position INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        unit VARCHAR NOT NULL,
        baseline_value VARCHAR,
        baseline_date DATE,
        target_value VARCHAR,
        target_date DATE,
        source VARCHAR NOT NULL,
        dropped_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_indicator PRIMARY KEY (id),
        CONSTRAINT ck_indicator_baseline_before_target CHECK (baseline_date IS NULL OR target_date IS NULL OR baseline_date < target_date)
    )
    """,
    """
    CREATE TABLE note (
        kind VARCHAR(9) NOT NULL,
        title VARCHAR NOT NULL,
        addressed_to VARCHAR NOT NULL,
        written_on DATE NOT NULL,
        issue VARCHAR NOT NULL,
        why_now VARCHAR NOT NULL,
        evidence VARCHAR NOT NULL,
        positions VARCHAR NOT NULL,
        asks VARCHAR NOT NULL,
        gone_out_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (id),
        CONSTRAINT ck_note_notekind CHECK (kind IN ('briefing', 'statement'))
    )
    """,
    """
    CREATE TABLE observation (
        indicator_id CHAR(32) NOT NULL,
        on_date DATE NOT NULL,
        value VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_observation PRIMARY KEY (id),
        CONSTRAINT uq_observation_indicator_id_on_date UNIQUE (indicator_id, on_date),
        CONSTRAINT fk_observation_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_observation_indicator_id ON observation (indicator_id)
    """,
    """
    CREATE TABLE charter_version (
        kind VARCHAR(15) NOT NULL,
        version INTEGER NOT NULL,
        text VARCHAR NOT NULL,
        specific VARCHAR NOT NULL,
        measurable VARCHAR NOT NULL,
        achievable VARCHAR NOT NULL,
        realistic VARCHAR NOT NULL,
        time_bound VARCHAR NOT NULL,
        in_force_from DATE,
        decision_id CHAR(32),
        circulated_on DATE,
        review_date DATE,
        reviewed_on DATE,
        outcome VARCHAR(8),
        review_decision_id CHAR(32),
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_charter_version PRIMARY KEY (id),
        CONSTRAINT uq_charter_version_kind_version UNIQUE (kind, version),
        CONSTRAINT ck_charter_version_charterkind CHECK (kind IN ('purpose', 'principles', 'ways_of_working')),
        CONSTRAINT fk_charter_version_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_charter_version_reviewoutcome CHECK (outcome IN ('continue', 'change', 'end')),
        CONSTRAINT fk_charter_version_review_decision_id FOREIGN KEY(review_decision_id) REFERENCES decision (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_charter_version_decision_id ON charter_version (decision_id)
    """,
    """
    CREATE INDEX ix_charter_version_review_decision_id ON charter_version (review_decision_id)
    """,
    """
    CREATE TABLE charter_section (
        version_id CHAR(32) NOT NULL,
        position INTEGER NOT NULL,
        heading VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        non_negotiable BOOLEAN NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_charter_section PRIMARY KEY (id),
        CONSTRAINT fk_charter_section_version_id FOREIGN KEY(version_id) REFERENCES charter_version (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_charter_section_version_id ON charter_section (version_id)
    """,
    """
    CREATE TABLE endorsement (
        decision_id CHAR(32),
        version_id CHAR(32),
        note_id CHAR(32),
        member_id CHAR(32) NOT NULL,
        person_id CHAR(32),
        stance VARCHAR(8) NOT NULL,
        on_date DATE NOT NULL,
        remark VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_endorsement PRIMARY KEY (id),
        CONSTRAINT uq_endorsement_decision_id_member_id UNIQUE (decision_id, member_id),
        CONSTRAINT uq_endorsement_version_id_member_id UNIQUE (version_id, member_id),
        CONSTRAINT uq_endorsement_note_id_member_id UNIQUE (note_id, member_id),
        CONSTRAINT ck_endorsement_one_subject CHECK ((decision_id IS NOT NULL) + (version_id IS NOT NULL) + (note_id IS NOT NULL) = 1),
        CONSTRAINT fk_endorsement_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_endorsement_version_id FOREIGN KEY(version_id) REFERENCES charter_version (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_endorsement_note_id FOREIGN KEY(note_id) REFERENCES note (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_endorsement_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_endorsement_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_endorsement_stance CHECK (stance IN ('endorses', 'silent', 'objects'))
    )
    """,
    """
    CREATE INDEX ix_endorsement_member_id ON endorsement (member_id)
    """,
    """
    CREATE INDEX ix_endorsement_person_id ON endorsement (person_id)
    """,
)
