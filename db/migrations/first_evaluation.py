"""The first format, continued: surveys and evaluations. Frozen SQL, never the live classes."""

STATEMENTS = (
    """
    CREATE TABLE survey (
        title VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        introduction VARCHAR NOT NULL,
        opened_on DATE NOT NULL,
        answers_by DATE,
        given_out INTEGER,
        closed_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_survey PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE survey_form_read (
        survey_id CHAR(32) NOT NULL,
        digest VARCHAR NOT NULL,
        CONSTRAINT pk_survey_form_read PRIMARY KEY (survey_id, digest),
        CONSTRAINT fk_survey_form_read_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE survey_question (
        survey_id CHAR(32) NOT NULL,
        position INTEGER NOT NULL,
        "key" VARCHAR NOT NULL,
        domain VARCHAR(11) NOT NULL,
        kind VARCHAR(6) NOT NULL,
        text VARCHAR NOT NULL,
        choices VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_survey_question PRIMARY KEY (id),
        CONSTRAINT fk_survey_question_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_survey_question_surveydomain CHECK (domain IN ('leadership', 'relations', 'task_focus', 'taking_part', 'lasting', 'community', 'other')),
        CONSTRAINT ck_survey_question_questionkind CHECK (kind IN ('scale', 'choice', 'text'))
    )
    """,
    """
    CREATE INDEX ix_survey_question_survey_id ON survey_question (survey_id)
    """,
    """
    CREATE TABLE survey_answer (
        sheet CHAR(32) NOT NULL,
        question_id CHAR(32) NOT NULL,
        value VARCHAR NOT NULL,
        CONSTRAINT pk_survey_answer PRIMARY KEY (sheet, question_id),
        CONSTRAINT fk_survey_answer_question_id FOREIGN KEY(question_id) REFERENCES survey_question (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
     WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_survey_answer_question_id ON survey_answer (question_id)
    """,
    """
    CREATE TABLE evaluation (
        from_date DATE NOT NULL,
        to_date DATE NOT NULL,
        evaluator_kind VARCHAR(9) NOT NULL,
        evaluators VARCHAR NOT NULL,
        summary VARCHAR NOT NULL,
        discussion VARCHAR NOT NULL,
        limits VARCHAR NOT NULL,
        presented_at_meeting_id CHAR(32),
        survey_id CHAR(32),
        finished_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_evaluation PRIMARY KEY (id),
        CONSTRAINT ck_evaluation_order CHECK (from_date < to_date),
        CONSTRAINT ck_evaluation_evaluatorkind CHECK (evaluator_kind IN ('outside', 'committee')),
        CONSTRAINT fk_evaluation_presented_at_meeting_id FOREIGN KEY(presented_at_meeting_id) REFERENCES meeting (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_evaluation_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE TABLE finding (
        evaluation_id CHAR(32) NOT NULL,
        "key" VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        title VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        computed VARCHAR NOT NULL,
        left_out BOOLEAN NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_finding PRIMARY KEY (id),
        CONSTRAINT uq_finding_evaluation_id_key UNIQUE (evaluation_id, "key"),
        CONSTRAINT fk_finding_evaluation_id FOREIGN KEY(evaluation_id) REFERENCES evaluation (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_finding_evaluation_id ON finding (evaluation_id)
    """,
    """
    CREATE TABLE interview (
        evaluation_id CHAR(32) NOT NULL,
        on_date DATE NOT NULL,
        with_whom VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_interview PRIMARY KEY (id),
        CONSTRAINT fk_interview_evaluation_id FOREIGN KEY(evaluation_id) REFERENCES evaluation (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_interview_evaluation_id ON interview (evaluation_id)
    """,
    """
    CREATE TABLE recommendation (
        evaluation_id CHAR(32) NOT NULL,
        number INTEGER NOT NULL,
        text VARCHAR NOT NULL,
        owner_member_id CHAR(32),
        owner_person_id CHAR(32),
        owner_as_written VARCHAR NOT NULL,
        due_date DATE,
        action_id CHAR(32),
        result VARCHAR(8),
        seen VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_recommendation PRIMARY KEY (id),
        CONSTRAINT fk_recommendation_evaluation_id FOREIGN KEY(evaluation_id) REFERENCES evaluation (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_recommendation_owner_member_id FOREIGN KEY(owner_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_recommendation_owner_person_id FOREIGN KEY(owner_person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_recommendation_action_id FOREIGN KEY(action_id) REFERENCES action (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_recommendation_recommendationresult CHECK (result IN ('done', 'partly', 'not_done', 'dropped'))
    )
    """,
    """
    CREATE INDEX ix_recommendation_action_id ON recommendation (action_id)
    """,
    """
    CREATE INDEX ix_recommendation_evaluation_id ON recommendation (evaluation_id)
    """,
    """
    CREATE INDEX ix_recommendation_owner_member_id ON recommendation (owner_member_id)
    """,
    """
    CREATE INDEX ix_recommendation_owner_person_id ON recommendation (owner_person_id)
    """,
)
