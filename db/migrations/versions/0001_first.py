"""The first format: members, meetings, agenda, minutes, decisions, actions, papers, history and search."""

from alembic import op

from db.migrations.first_charter import STATEMENTS as CHARTER
from db.migrations.first_desk import STATEMENTS as DESK
from db.migrations.first_duties import STATEMENTS as DUTIES
from db.migrations.first_evaluation import STATEMENTS as EVALUATION
from db.migrations.first_record import STATEMENTS as RECORD

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE alliance (
        name VARCHAR NOT NULL,
        short_name VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        place VARCHAR NOT NULL,
        email VARCHAR NOT NULL,
        phone VARCHAR NOT NULL,
        paper_size VARCHAR(6) NOT NULL,
        notice_days INTEGER NOT NULL,
        minutes_days INTEGER NOT NULL,
        comment_days INTEGER NOT NULL,
        logo VARCHAR NOT NULL,
        quorum_kind VARCHAR(11) NOT NULL,
        quorum_numerator INTEGER NOT NULL,
        quorum_denominator INTEGER NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_alliance PRIMARY KEY (id),
        CONSTRAINT ck_alliance_papersize CHECK (paper_size IN ('a4', 'letter')),
        CONSTRAINT ck_alliance_quorumkind CHECK (quorum_kind IN ('as_alliance', 'none', 'number', 'more_than', 'at_least'))
    )
    """,
    """
    CREATE TABLE different (
        first_id CHAR(32) NOT NULL,
        second_id CHAR(32) NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_different PRIMARY KEY (id),
        CONSTRAINT uq_different_first_id_second_id UNIQUE (first_id, second_id)
    )
    """,
    """
    CREATE INDEX ix_different_second_id ON different (second_id)
    """,
    """
    CREATE TABLE member_kind (
        "key" VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_member_kind PRIMARY KEY (id),
        CONSTRAINT uq_member_kind_key UNIQUE ("key")
    )
    """,
    """
    CREATE TABLE paper_content (
        digest VARCHAR NOT NULL,
        data BLOB NOT NULL,
        CONSTRAINT pk_paper_content PRIMARY KEY (digest)
    )
    """,
    """
    CREATE TABLE person (
        name VARCHAR NOT NULL,
        email VARCHAR NOT NULL,
        phone VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        share_email BOOLEAN,
        share_phone BOOLEAN,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_person PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_person_name ON person (name)
    """,
    """
    CREATE TABLE member (
        name VARCHAR NOT NULL,
        short_name VARCHAR NOT NULL,
        code VARCHAR NOT NULL,
        person_id CHAR(32),
        kind_id CHAR(32),
        grassroots BOOLEAN NOT NULL,
        sector VARCHAR NOT NULL,
        duty_share VARCHAR NOT NULL,
        email VARCHAR NOT NULL,
        phone VARCHAR NOT NULL,
        place VARCHAR NOT NULL,
        website VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        noted_on DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_member PRIMARY KEY (id),
        CONSTRAINT fk_member_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_member_kind_id FOREIGN KEY(kind_id) REFERENCES member_kind (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_member_kind_id ON member (kind_id)
    """,
    """
    CREATE INDEX ix_member_name ON member (name)
    """,
    """
    CREATE INDEX ix_member_person_id ON member (person_id)
    """,
    """
    CREATE TABLE co_chair_term (
        person_id CHAR(32) NOT NULL,
        member_id CHAR(32),
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_co_chair_term PRIMARY KEY (id),
        CONSTRAINT fk_co_chair_term_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_co_chair_term_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_co_chair_term_member_id ON co_chair_term (member_id)
    """,
    """
    CREATE INDEX ix_co_chair_term_person_id ON co_chair_term (person_id)
    """,
    """
    CREATE TABLE membership (
        member_id CHAR(32) NOT NULL,
        status VARCHAR(9) NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_membership PRIMARY KEY (id),
        CONSTRAINT ck_membership_order CHECK (to_date IS NULL OR from_date IS NULL OR from_date <= to_date),
        CONSTRAINT ck_membership_not_left CHECK (status <> 'left'),
        CONSTRAINT fk_membership_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_membership_memberstatus CHECK (status IN ('candidate', 'invited', 'member', 'observer', 'left'))
    )
    """,
    """
    CREATE INDEX ix_membership_member_id ON membership (member_id)
    """,
    """
    CREATE TABLE offer (
        member_id CHAR(32) NOT NULL,
        text VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_offer PRIMARY KEY (id),
        CONSTRAINT fk_offer_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_offer_member_id ON offer (member_id)
    """,
    """
    CREATE TABLE representative (
        member_id CHAR(32) NOT NULL,
        person_id CHAR(32) NOT NULL,
        role VARCHAR(9) NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_representative PRIMARY KEY (id),
        CONSTRAINT fk_representative_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_representative_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_representative_representativerole CHECK (role IN ('primary', 'alternate'))
    )
    """,
    """
    CREATE INDEX ix_representative_member_id ON representative (member_id)
    """,
    """
    CREATE INDEX ix_representative_person_id ON representative (person_id)
    """,
    """
    CREATE TABLE working_group (
        name VARCHAR NOT NULL,
        purpose VARCHAR NOT NULL,
        coordinator_member_id CHAR(32),
        coordinator_person_id CHAR(32),
        start_date DATE,
        review_date DATE,
        end_date DATE,
        quorum_kind VARCHAR(11) NOT NULL,
        quorum_numerator INTEGER NOT NULL,
        quorum_denominator INTEGER NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_working_group PRIMARY KEY (id),
        CONSTRAINT fk_working_group_coordinator_member_id FOREIGN KEY(coordinator_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_working_group_coordinator_person_id FOREIGN KEY(coordinator_person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_working_group_quorumkind CHECK (quorum_kind IN ('as_alliance', 'none', 'number', 'more_than', 'at_least'))
    )
    """,
    """
    CREATE INDEX ix_working_group_name ON working_group (name)
    """,
    """
    CREATE TABLE group_membership (
        group_id CHAR(32) NOT NULL,
        member_id CHAR(32) NOT NULL,
        from_date DATE,
        to_date DATE,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_group_membership PRIMARY KEY (id),
        CONSTRAINT fk_group_membership_group_id FOREIGN KEY(group_id) REFERENCES working_group (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_group_membership_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_group_membership_group_id ON group_membership (group_id)
    """,
    """
    CREATE INDEX ix_group_membership_member_id ON group_membership (member_id)
    """,
    """
    CREATE TABLE meeting_series (
        group_id CHAR(32),
        title VARCHAR NOT NULL,
        rule VARCHAR NOT NULL,
        start_date DATE NOT NULL,
        start_time TIME NOT NULL,
        planned_minutes INTEGER NOT NULL,
        place VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_meeting_series PRIMARY KEY (id),
        CONSTRAINT fk_meeting_series_group_id FOREIGN KEY(group_id) REFERENCES working_group (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_meeting_series_group_id ON meeting_series (group_id)
    """,
    """
    CREATE TABLE meeting (
        group_id CHAR(32),
        series_id CHAR(32),
        number INTEGER,
        title VARCHAR NOT NULL,
        purpose VARCHAR NOT NULL,
        date DATE NOT NULL,
        start_time TIME,
        planned_minutes INTEGER NOT NULL,
        place VARCHAR NOT NULL,
        status VARCHAR(12) NOT NULL,
        minutes_state VARCHAR(10) NOT NULL,
        agenda_approved_on DATE,
        called_on DATE,
        answers_by DATE,
        call_sequence INTEGER NOT NULL,
        started_at TIME,
        ended_at TIME,
        current_item_id CHAR(32),
        decisions_numbered INTEGER NOT NULL,
        actions_numbered INTEGER NOT NULL,
        finished_on DATE,
        circulated_on DATE,
        comments_by DATE,
        approved_on DATE,
        approved_at_meeting_id CHAR(32),
        cancelled_reason VARCHAR NOT NULL,
        original_text VARCHAR NOT NULL,
        original_name VARCHAR NOT NULL,
        import_key VARCHAR,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_meeting PRIMARY KEY (id),
        CONSTRAINT ck_meeting_planned_minutes CHECK (planned_minutes >= 0),
        CONSTRAINT fk_meeting_group_id FOREIGN KEY(group_id) REFERENCES working_group (id) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_meeting_series_id FOREIGN KEY(series_id) REFERENCES meeting_series (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_meeting_meetingstatus CHECK (status IN ('preparing', 'called', 'running', 'writing_up', 'following_up', 'closed', 'cancelled')),
        CONSTRAINT ck_meeting_minutesstate CHECK (minutes_state IN ('draft', 'circulated', 'approved', 'imported')),
        CONSTRAINT fk_meeting_approved_at_meeting_id FOREIGN KEY(approved_at_meeting_id) REFERENCES meeting (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT uq_meeting_import_key UNIQUE (import_key)
    )
    """,
    """
    CREATE INDEX ix_meeting_date ON meeting (date)
    """,
    """
    CREATE INDEX ix_meeting_group_date ON meeting (group_id, date, number)
    """,
    """
    CREATE UNIQUE INDEX uq_meeting_group_number ON meeting (group_id, number) WHERE group_id IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX uq_meeting_plenary_number ON meeting (number) WHERE group_id IS NULL
    """,
    """
    CREATE TABLE agenda_item (
        meeting_id CHAR(32),
        group_id CHAR(32),
        position INTEGER NOT NULL,
        kind VARCHAR(5) NOT NULL,
        title VARCHAR NOT NULL,
        purpose VARCHAR(7),
        planned_minutes INTEGER NOT NULL,
        brought_by_member_id CHAR(32),
        brought_by_group_id CHAR(32),
        brought_by_text VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        chair_note VARCHAR NOT NULL,
        internal BOOLEAN NOT NULL,
        origin VARCHAR(12) NOT NULL,
        from_item_id CHAR(32),
        about_meeting_id CHAR(32),
        recurring BOOLEAN NOT NULL,
        proposed_on DATE,
        declined_reason VARCHAR NOT NULL,
        withdrawn BOOLEAN NOT NULL,
        text VARCHAR NOT NULL,
        started_at TIME,
        spent_seconds INTEGER NOT NULL,
        done BOOLEAN NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_agenda_item PRIMARY KEY (id),
        CONSTRAINT ck_agenda_item_planned_minutes CHECK (planned_minutes >= 0),
        CONSTRAINT fk_agenda_item_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_agenda_item_group_id FOREIGN KEY(group_id) REFERENCES working_group (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_agenda_item_itemkind CHECK (kind IN ('item', 'break')),
        CONSTRAINT ck_agenda_item_itempurpose CHECK (purpose IN ('decide', 'discuss', 'inform')),
        CONSTRAINT fk_agenda_item_brought_by_member_id FOREIGN KEY(brought_by_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_agenda_item_brought_by_group_id FOREIGN KEY(brought_by_group_id) REFERENCES working_group (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_agenda_item_itemorigin CHECK (origin IN ('added', 'proposed', 'left_over', 'recurring', 'open_actions', 'approval')),
        CONSTRAINT fk_agenda_item_from_item_id FOREIGN KEY(from_item_id) REFERENCES agenda_item (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_agenda_item_about_meeting_id FOREIGN KEY(about_meeting_id) REFERENCES meeting (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_agenda_item_about_meeting_id ON agenda_item (about_meeting_id)
    """,
    """
    CREATE INDEX ix_agenda_item_brought_by_member_id ON agenda_item (brought_by_member_id)
    """,
    """
    CREATE INDEX ix_agenda_item_counted ON agenda_item (meeting_id, kind)
    """,
    """
    CREATE INDEX ix_agenda_item_from_item_id ON agenda_item (from_item_id)
    """,
    """
    CREATE TABLE attendance (
        meeting_id CHAR(32) NOT NULL,
        seat VARCHAR(8) NOT NULL,
        member_id CHAR(32),
        person_id CHAR(32),
        name VARCHAR NOT NULL,
        organisation VARCHAR NOT NULL,
        status VARCHAR(9) NOT NULL,
        arrived_at TIME,
        left_at TIME,
        position INTEGER NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_attendance PRIMARY KEY (id),
        CONSTRAINT fk_attendance_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_attendance_seat CHECK (seat IN ('member', 'observer', 'guest')),
        CONSTRAINT fk_attendance_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_attendance_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_attendance_attendancestatus CHECK (status IN ('present', 'apologies', 'absent'))
    )
    """,
    """
    CREATE INDEX ix_attendance_meeting_id ON attendance (meeting_id)
    """,
    """
    CREATE INDEX ix_attendance_member_meeting ON attendance (member_id, meeting_id)
    """,
    """
    CREATE INDEX ix_attendance_person_id ON attendance (person_id)
    """,
    """
    CREATE INDEX ix_attendance_present ON attendance (meeting_id, member_id) WHERE status = 'present' AND seat = 'member'
    """,
    """
    CREATE TABLE call_log (
        meeting_id CHAR(32) NOT NULL,
        member_id CHAR(32),
        person_id CHAR(32),
        channel VARCHAR(9) NOT NULL,
        told_at DATETIME NOT NULL,
        what VARCHAR NOT NULL,
        sequence INTEGER NOT NULL,
        note VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_call_log PRIMARY KEY (id),
        CONSTRAINT fk_call_log_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_call_log_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_call_log_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_call_log_channel CHECK (channel IN ('email', 'message', 'phone', 'paper', 'in_person'))
    )
    """,
    """
    CREATE INDEX ix_call_log_meeting_id ON call_log (meeting_id)
    """,
    """
    CREATE INDEX ix_call_log_member_id ON call_log (member_id)
    """,
    """
    CREATE TABLE meeting_officer (
        meeting_id CHAR(32) NOT NULL,
        role VARCHAR(7) NOT NULL,
        position INTEGER NOT NULL,
        member_id CHAR(32),
        person_id CHAR(32),
        as_written VARCHAR NOT NULL,
        doubtful BOOLEAN NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_meeting_officer PRIMARY KEY (id),
        CONSTRAINT fk_meeting_officer_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_meeting_officer_meetingrole CHECK (role IN ('chair', 'minutes')),
        CONSTRAINT fk_meeting_officer_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_meeting_officer_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_meeting_officer_meeting_id ON meeting_officer (meeting_id)
    """,
    """
    CREATE INDEX ix_meeting_officer_member_id ON meeting_officer (member_id)
    """,
    """
    CREATE INDEX ix_meeting_officer_person_id ON meeting_officer (person_id)
    """,
    """
    CREATE TABLE action (
        meeting_id CHAR(32),
        item_id CHAR(32),
        sequence INTEGER NOT NULL,
        line INTEGER NOT NULL,
        text VARCHAR NOT NULL,
        owner_member_id CHAR(32),
        owner_person_id CHAR(32),
        owner_as_written VARCHAR NOT NULL,
        due_date DATE,
        state VARCHAR(7) NOT NULL,
        closed_on DATE,
        dropped_reason VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_action PRIMARY KEY (id),
        CONSTRAINT uq_action_meeting_id_sequence UNIQUE (meeting_id, sequence),
        CONSTRAINT fk_action_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_action_item_id FOREIGN KEY(item_id) REFERENCES agenda_item (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_action_owner_member_id FOREIGN KEY(owner_member_id) REFERENCES member (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_action_owner_person_id FOREIGN KEY(owner_person_id) REFERENCES person (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT ck_action_actionstate CHECK (state IN ('open', 'done', 'dropped'))
    )
    """,
    """
    CREATE INDEX ix_action_due_date ON action (due_date)
    """,
    """
    CREATE INDEX ix_action_item_id ON action (item_id)
    """,
    """
    CREATE INDEX ix_action_meeting_id ON action (meeting_id)
    """,
    """
    CREATE INDEX ix_action_owner_member_id ON action (owner_member_id)
    """,
    """
    CREATE INDEX ix_action_owner_person_id ON action (owner_person_id)
    """,
    """
    CREATE INDEX ix_action_state ON action (state)
    """,
    """
    CREATE TABLE correction (
        meeting_id CHAR(32) NOT NULL,
        item_id CHAR(32),
        corrected_at DATETIME NOT NULL,
        who VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        "before" VARCHAR NOT NULL,
        "after" VARCHAR NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_correction PRIMARY KEY (id),
        CONSTRAINT fk_correction_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_correction_item_id FOREIGN KEY(item_id) REFERENCES agenda_item (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_correction_meeting_id ON correction (meeting_id)
    """,
    """
    CREATE TABLE decision (
        meeting_id CHAR(32) NOT NULL,
        item_id CHAR(32),
        sequence INTEGER NOT NULL,
        line INTEGER NOT NULL,
        text VARCHAR NOT NULL,
        consensus BOOLEAN,
        votes_for INTEGER,
        votes_against INTEGER,
        abstentions INTEGER,
        effective_date DATE,
        supersedes_id CHAR(32),
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_decision PRIMARY KEY (id),
        CONSTRAINT uq_decision_meeting_id_sequence UNIQUE (meeting_id, sequence),
        CONSTRAINT fk_decision_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_decision_item_id FOREIGN KEY(item_id) REFERENCES agenda_item (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_decision_supersedes_id FOREIGN KEY(supersedes_id) REFERENCES decision (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_decision_item_id ON decision (item_id)
    """,
    """
    CREATE INDEX ix_decision_meeting_id ON decision (meeting_id)
    """,
    """
    CREATE INDEX ix_decision_supersedes_id ON decision (supersedes_id)
    """,
    """
    CREATE TABLE paper (
        meeting_id CHAR(32),
        item_id CHAR(32),
        position INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        media_type VARCHAR NOT NULL,
        size_bytes INTEGER NOT NULL,
        digest VARCHAR NOT NULL,
        added_at DATETIME NOT NULL,
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_paper PRIMARY KEY (id),
        CONSTRAINT fk_paper_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_paper_item_id FOREIGN KEY(item_id) REFERENCES agenda_item (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_paper_digest FOREIGN KEY(digest) REFERENCES paper_content (digest) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_paper_digest ON paper (digest)
    """,
    """
    CREATE INDEX ix_paper_item_id ON paper (item_id)
    """,
    """
    CREATE INDEX ix_paper_meeting_id ON paper (meeting_id)
    """,
    """
    CREATE TABLE item_skip (
        meeting_id CHAR(32) NOT NULL,
        item_id CHAR(32),
        action_id CHAR(32),
        about_meeting_id CHAR(32),
        id CHAR(32) NOT NULL,
        CONSTRAINT pk_item_skip PRIMARY KEY (id),
        CONSTRAINT fk_item_skip_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_item_skip_item_id FOREIGN KEY(item_id) REFERENCES agenda_item (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_item_skip_action_id FOREIGN KEY(action_id) REFERENCES action (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_item_skip_about_meeting_id FOREIGN KEY(about_meeting_id) REFERENCES meeting (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """
    CREATE INDEX ix_item_skip_action_id ON item_skip (action_id)
    """,
    """
    CREATE INDEX ix_item_skip_item_id ON item_skip (item_id)
    """,
    """
    CREATE INDEX ix_item_skip_meeting_id ON item_skip (meeting_id)
    """,
    *DUTIES,
    *RECORD,
    *CHARTER,
    *EVALUATION,
    *DESK,
    "PRAGMA user_version = 1",
)


def upgrade() -> None:
    """Create every table of the first format. Before this there was nothing."""
    record = op.get_bind()
    for statement in STATEMENTS:  # as they stand: to compile each first takes four times as long
        record.exec_driver_sql(statement)
