"""The first format, continued: absences, duties, turns and the ledger. Frozen SQL, never the live classes."""

STATEMENTS = (
    """
    CREATE TABLE absence (
        member_id CHAR(32),
        person_id CHAR(32),
        note VARCHAR NOT NULL,
        reported_on DATE NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_absence PRIMARY KEY (id),
        CONSTRAINT ck_absence_whose CHECK ((member_id IS NULL) <> (person_id IS NULL)),
        CONSTRAINT fk_absence_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_absence_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_absence_member_id ON absence (member_id)
    """,
    """
    CREATE INDEX ix_absence_person_id ON absence (person_id)
    """,
    """
    CREATE TABLE duty (
        "key" VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        description VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        rhythm VARCHAR(8) NOT NULL,
        every INTEGER NOT NULL,
        body VARCHAR(7) NOT NULL,
        group_id CHAR(32),
        pool VARCHAR(8) NOT NULL,
        in_room BOOLEAN NOT NULL,
        apart BOOLEAN NOT NULL,
        gap INTEGER NOT NULL,
        beside_first BOOLEAN NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_duty PRIMARY KEY (id),
        CONSTRAINT ck_duty_every CHECK (every >= 1),
        CONSTRAINT ck_duty_gap CHECK (gap >= 0),
        CONSTRAINT uq_duty_key UNIQUE ("key"),
        CONSTRAINT ck_duty_dutyrhythm CHECK (rhythm IN ('meeting', 'meetings', 'month', 'quarter', 'dates')),
        CONSTRAINT ck_duty_dutybody CHECK (body IN ('plenary', 'group', 'all')),
        CONSTRAINT fk_duty_group_id FOREIGN KEY(group_id) REFERENCES working_group (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_duty_poolrule CHECK (pool IN ('everyone', 'kinds', 'listed'))
    )
    """,
    """
    CREATE TABLE duty_exemption (
        duty_id CHAR(32) NOT NULL,
        member_id CHAR(32),
        person_id CHAR(32),
        reason VARCHAR NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_duty_exemption PRIMARY KEY (id),
        CONSTRAINT fk_duty_exemption_duty_id FOREIGN KEY(duty_id) REFERENCES duty (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_exemption_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_exemption_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_duty_exemption_duty_id ON duty_exemption (duty_id)
    """,
    """
    CREATE INDEX ix_duty_exemption_member_id ON duty_exemption (member_id)
    """,
    """
    CREATE INDEX ix_duty_exemption_person_id ON duty_exemption (person_id)
    """,
    """
    CREATE TABLE duty_pair (
        first_id CHAR(32) NOT NULL,
        second_id CHAR(32) NOT NULL,
        same VARCHAR(12) NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_duty_pair PRIMARY KEY (id),
        CONSTRAINT uq_duty_pair_first_id_second_id UNIQUE (first_id, second_id),
        CONSTRAINT fk_duty_pair_first_id FOREIGN KEY(first_id) REFERENCES duty (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_pair_second_id FOREIGN KEY(second_id) REFERENCES duty (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_duty_pair_samewhat CHECK (same IN ('person', 'organisation'))
    )
    """,
    """
    CREATE INDEX ix_duty_pair_second_id ON duty_pair (second_id)
    """,
    """
    CREATE TABLE duty_pool (
        duty_id CHAR(32) NOT NULL,
        kind_id CHAR(32),
        member_id CHAR(32),
        person_id CHAR(32),
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_duty_pool PRIMARY KEY (id),
        CONSTRAINT fk_duty_pool_duty_id FOREIGN KEY(duty_id) REFERENCES duty (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_pool_kind_id FOREIGN KEY(kind_id) REFERENCES member_kind (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_pool_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_pool_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_duty_pool_duty_id ON duty_pool (duty_id)
    """,
    """
    CREATE INDEX ix_duty_pool_member_id ON duty_pool (member_id)
    """,
    """
    CREATE INDEX ix_duty_pool_person_id ON duty_pool (person_id)
    """,
    """
    CREATE TABLE duty_term (
        duty_id CHAR(32) NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_duty_term PRIMARY KEY (id),
        CONSTRAINT fk_duty_term_duty_id FOREIGN KEY(duty_id) REFERENCES duty (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_duty_term_duty_id ON duty_term (duty_id)
    """,
    """
    CREATE TABLE duty_turn (
        duty_id CHAR(32) NOT NULL,
        meeting_id CHAR(32),
        state VARCHAR(13) NOT NULL,
        member_id CHAR(32),
        person_id CHAR(32),
        alternate_id CHAR(32),
        beside_member_id CHAR(32),
        swapped_with_id CHAR(32),
        note VARCHAR NOT NULL,
        asked_at DATETIME,
        asked_how VARCHAR(9),
        published_on DATE,
        promised_member_id CHAR(32),
        frozen BOOLEAN NOT NULL,
        closed_on DATE,
        fair_share INTEGER,
        turns_done INTEGER,
        runner_up_id CHAR(32),
        runner_up_balance INTEGER,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_duty_turn PRIMARY KEY (id),
        CONSTRAINT fk_duty_turn_duty_id FOREIGN KEY(duty_id) REFERENCES duty (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_turn_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_duty_turn_turnstate CHECK (state IN ('planned', 'asked', 'accepted', 'declined', 'done', 'missed', 'done_by_other')),
        CONSTRAINT fk_duty_turn_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_turn_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_turn_alternate_id FOREIGN KEY(alternate_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_turn_beside_member_id FOREIGN KEY(beside_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_turn_swapped_with_id FOREIGN KEY(swapped_with_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_duty_turn_channel CHECK (asked_how IN ('email', 'message', 'phone', 'paper', 'in_person')),
        CONSTRAINT fk_duty_turn_promised_member_id FOREIGN KEY(promised_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_duty_turn_runner_up_id FOREIGN KEY(runner_up_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_duty_turn_meeting_id ON duty_turn (meeting_id)
    """,
    """
    CREATE INDEX ix_duty_turn_member_id ON duty_turn (member_id)
    """,
    """
    CREATE INDEX ix_duty_turn_person_id ON duty_turn (person_id)
    """,
    """
    CREATE UNIQUE INDEX uq_duty_turn_meeting ON duty_turn (duty_id, meeting_id) WHERE meeting_id NOT NULL
    """,
    """
    CREATE UNIQUE INDEX uq_duty_turn_term ON duty_turn (duty_id, from_date) WHERE from_date NOT NULL
    """,
    """
    CREATE TABLE ledger_entry (
        duty_id CHAR(32) NOT NULL,
        turn_id CHAR(32),
        kind VARCHAR(7) NOT NULL,
        day DATE NOT NULL,
        member_id CHAR(32) NOT NULL,
        share INTEGER NOT NULL,
        weight VARCHAR NOT NULL,
        in_pool BOOLEAN NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_ledger_entry PRIMARY KEY (id),
        CONSTRAINT fk_ledger_entry_duty_id FOREIGN KEY(duty_id) REFERENCES duty (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_ledger_entry_turn_id FOREIGN KEY(turn_id) REFERENCES duty_turn (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_ledger_entry_entrykind CHECK (kind IN ('turn', 'closing')),
        CONSTRAINT fk_ledger_entry_member_id FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_ledger_entry_duty_member ON ledger_entry (duty_id, member_id)
    """,
    """
    CREATE INDEX ix_ledger_entry_member_id ON ledger_entry (member_id)
    """,
    """
    CREATE INDEX ix_ledger_entry_turn_id ON ledger_entry (turn_id)
    """,
    """
    CREATE TABLE turn_credit (
        turn_id CHAR(32) NOT NULL,
        duty_id CHAR(32) NOT NULL,
        day DATE NOT NULL,
        position INTEGER NOT NULL,
        member_id CHAR(32) NOT NULL,
        person_id CHAR(32),
        units INTEGER NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_turn_credit PRIMARY KEY (id),
        CONSTRAINT fk_turn_credit_turn_id FOREIGN KEY(turn_id) REFERENCES duty_turn (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_turn_credit_duty_id FOREIGN KEY(duty_id) REFERENCES duty (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_turn_credit_member_id FOREIGN KEY(member_id) REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_turn_credit_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_turn_credit_duty_id ON turn_credit (duty_id)
    """,
    """
    CREATE INDEX ix_turn_credit_member_id ON turn_credit (member_id)
    """,
    """
    CREATE INDEX ix_turn_credit_person_id ON turn_credit (person_id)
    """,
    """
    CREATE INDEX ix_turn_credit_turn_id ON turn_credit (turn_id)
    """,
    """
    CREATE TABLE turn_passed_over (
        turn_id CHAR(32) NOT NULL,
        position INTEGER NOT NULL,
        member_id CHAR(32) NOT NULL,
        balance INTEGER NOT NULL,
        why VARCHAR(12) NOT NULL,
        away_until DATE,
        because_member_id CHAR(32),
        because_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_turn_passed_over PRIMARY KEY (id),
        CONSTRAINT fk_turn_passed_over_turn_id FOREIGN KEY(turn_id) REFERENCES duty_turn (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_turn_passed_over_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_turn_passed_over_passedoverwhy CHECK (why IN ('away', 'declined', 'busy', 'served', 'ahead_in_all', 'promised', 'needed')),
        CONSTRAINT fk_turn_passed_over_because_member_id FOREIGN KEY(because_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_turn_passed_over_member_id ON turn_passed_over (member_id)
    """,
    """
    CREATE INDEX ix_turn_passed_over_turn_id ON turn_passed_over (turn_id)
    """,
    """
    CREATE TABLE turn_refusal (
        turn_id CHAR(32) NOT NULL,
        member_id CHAR(32) NOT NULL,
        person_id CHAR(32),
        refused_on DATE NOT NULL,
        note VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_turn_refusal PRIMARY KEY (id),
        CONSTRAINT fk_turn_refusal_turn_id FOREIGN KEY(turn_id) REFERENCES duty_turn (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_turn_refusal_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_turn_refusal_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_turn_refusal_member_id ON turn_refusal (member_id)
    """,
    """
    CREATE INDEX ix_turn_refusal_turn_id ON turn_refusal (turn_id)
    """,
)
