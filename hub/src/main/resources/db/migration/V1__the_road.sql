-- The road of the data: raw changes, canonical objects, events, process instances, commands; and beside it ledger, exceptions, audit.
-- Logs are append-only and split into partitions. Appends to one partition are serialised by a lock on its row in log_partition, so that sequence numbers
-- become visible in order and a reader never passes a gap that could still commit.

CREATE TABLE log_partition (
    log       text     NOT NULL,           -- change | event
    partition smallint NOT NULL,
    last_seq  bigint   NOT NULL DEFAULT 0,
    PRIMARY KEY (log, partition)
);

CREATE TABLE stage_progress (
    stage     text     NOT NULL,           -- translate | decide
    partition smallint NOT NULL,
    done_seq  bigint   NOT NULL DEFAULT 0,
    PRIMARY KEY (stage, partition)
);

-- What systems said, as they said it.
CREATE TABLE change (
    partition      smallint    NOT NULL,
    seq            bigint      NOT NULL,
    tenant         text        NOT NULL,
    system         text        NOT NULL,
    object_type    text        NOT NULL,
    external_id    text        NOT NULL,
    version_token  text        NOT NULL,
    ordinal        bigint      NOT NULL,
    operation      text        NOT NULL,   -- upserted | deleted
    occurred_at    timestamptz NOT NULL,
    received_at    timestamptz NOT NULL,
    via            text        NOT NULL,   -- api | webhook | poll | stream | batch | fetch | replay
    correlation_id text        NOT NULL,
    payload        text        NOT NULL,
    PRIMARY KEY (partition, seq)
);
CREATE UNIQUE INDEX change_once ON change (tenant, system, object_type, external_id, version_token);

-- How each change ended; one row for every change that translate has passed, so that nothing disappears and everything can be counted.
CREATE TABLE change_fate (
    partition smallint NOT NULL,
    seq       bigint   NOT NULL,
    fate      text     NOT NULL,           -- applied | unchanged | superseded | ignored | held | waiting | dead
    reason    text,
    at        timestamptz NOT NULL,
    mapping   int,                         -- the mapping set it was translated with
    PRIMARY KEY (partition, seq)
);

-- How many changes ended how; the slots sum to the count.
CREATE TABLE fate_count (
    tenant text     NOT NULL,
    slot   smallint NOT NULL,
    fate   text     NOT NULL,
    n      bigint   NOT NULL,
    PRIMARY KEY (tenant, fate, slot)
);

-- Changes to be translated once more.
CREATE TABLE retranslate (
    partition smallint NOT NULL,
    seq       bigint   NOT NULL,
    queued_at timestamptz NOT NULL,
    mapping   int,                         -- the mapping set to do it with; absent: the one in force by then
    PRIMARY KEY (partition, seq)
);

-- Changes that point at a record that is not here yet.
CREATE TABLE waiting_reference (
    tenant      text     NOT NULL,
    system      text     NOT NULL,
    type        text     NOT NULL,
    external_id text     NOT NULL,
    partition   smallint NOT NULL,
    seq         bigint   NOT NULL,
    since       timestamptz NOT NULL,
    PRIMARY KEY (tenant, system, type, external_id, partition, seq)
);

-- A notice that something changed, without saying what: fetched by the hub, then a change.
CREATE TABLE touched (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant      text        NOT NULL,
    system      text        NOT NULL,
    object_type text        NOT NULL,
    external_id text        NOT NULL,
    noticed_at  timestamptz NOT NULL,
    correlation_id text     NOT NULL,
    due_at      timestamptz NOT NULL,
    attempts    int         NOT NULL DEFAULT 0,
    notices     int         NOT NULL DEFAULT 1, -- one that comes while the record is being fetched has it fetched again
    settles     boolean     NOT NULL DEFAULT false, -- two versions of one moment contradict each other: what is fetched is the truth
    last_error  text
);
CREATE UNIQUE INDEX touched_once ON touched (tenant, system, object_type, external_id);

-- How far each source has been read.
CREATE TABLE source_cursor (
    tenant      text NOT NULL,
    system      text NOT NULL,
    object_type text NOT NULL,             -- or * for a stream
    cursor      text NOT NULL,
    moved_at    timestamptz NOT NULL,
    read_at     timestamptz NOT NULL,      -- last successful read, also when nothing was new
    last_error  text,
    PRIMARY KEY (tenant, system, object_type)
);

-- Stretches that a system could not tell about (gap, overflow, expired position): read again to the present end, then compared with what it holds.
CREATE TABLE reread (
    tenant      text NOT NULL,
    system      text NOT NULL,
    object_type text NOT NULL,
    since       timestamptz NOT NULL,      -- the last certain moment
    reason      text NOT NULL,
    phase       text NOT NULL,             -- reading | proving | done
    cursor      text NOT NULL,             -- within the phase
    asked_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    found       bigint NOT NULL DEFAULT 0, -- versions that were not here
    missing     bigint NOT NULL DEFAULT 0, -- records that the comparison still missed; they are fetched
    last_error  text,
    PRIMARY KEY (tenant, system, object_type)
);

-- Every system's own id of every canonical object. Neither side can stand twice.
CREATE TABLE cross_reference (
    tenant       text   NOT NULL,
    system       text   NOT NULL,
    type         text   NOT NULL,          -- canonical type name
    external_id  text   NOT NULL,
    canonical_id text   NOT NULL,
    object_type  text   NOT NULL,
    applied_ordinal bigint NOT NULL DEFAULT 0,
    applied_token   text NOT NULL DEFAULT '',
    linked_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant, system, type, external_id)
);
CREATE UNIQUE INDEX cross_reference_other_way ON cross_reference (tenant, canonical_id, system);

CREATE INDEX cross_reference_external ON cross_reference (tenant, external_id);

-- The present state of every canonical object; attributes written by more than one system are merged by ownership.
CREATE TABLE canonical_object (
    tenant     text   NOT NULL,
    id         text   NOT NULL,
    type       text   NOT NULL,
    version    bigint NOT NULL,
    deleted    boolean NOT NULL DEFAULT false,
    complete   boolean NOT NULL DEFAULT true,  -- false: required attributes are still missing
    body       jsonb  NOT NULL,
    written_by jsonb  NOT NULL DEFAULT '{}',   -- attribute -> system that wrote it last
    updated_at timestamptz NOT NULL,
    correlation_id text NOT NULL,
    PRIMARY KEY (tenant, id)
);

-- The one search box takes a correlation id too; bulk work is found through its project.
CREATE INDEX canonical_object_correlation ON canonical_object (tenant, correlation_id) WHERE type NOT IN ('TimeEntry', 'Expense', 'UsageRecord');
-- From an invoice to what settled it.
CREATE INDEX canonical_object_applied ON canonical_object USING gin ((body -> 'applied') jsonb_path_ops) WHERE type IN ('Payment', 'CreditMemo');

-- What happened, in the hub's own language.
CREATE TABLE event (
    partition      smallint    NOT NULL,
    seq            bigint      NOT NULL,
    tenant         text        NOT NULL,
    kind           text        NOT NULL,   -- simple name of the event
    subject        text        NOT NULL,   -- canonical id, idempotency key or process key
    at             timestamptz NOT NULL,
    correlation_id text        NOT NULL,
    body           text        NOT NULL,
    PRIMARY KEY (partition, seq)
);
CREATE INDEX event_subject ON event (tenant, subject);
-- A stretch of time, for replays; the log grows in order of time, so the index is a few pages.
CREATE INDEX event_at ON event USING brin (at);

-- Events to be decided once more.
CREATE TABLE redecide (
    partition smallint NOT NULL,
    seq       bigint   NOT NULL,
    tenant    text     NOT NULL,
    queued_at timestamptz NOT NULL,
    PRIMARY KEY (partition, seq)
);

CREATE TABLE process_instance (
    tenant     text   NOT NULL,
    type       text   NOT NULL,
    key        text   NOT NULL,
    state_name text   NOT NULL,
    state      jsonb  NOT NULL,
    version    bigint NOT NULL,
    since      timestamptz NOT NULL,       -- in this state
    updated_at timestamptz NOT NULL,
    correlation_id text NOT NULL,
    PRIMARY KEY (tenant, type, key)
);

CREATE INDEX process_instance_key ON process_instance (tenant, key);

-- Why each instance is where it is.
CREATE TABLE decision (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant     text NOT NULL,
    type       text NOT NULL,
    key        text NOT NULL,
    event_id   text NOT NULL,
    event_kind text NOT NULL,
    state_name text NOT NULL,
    because    text NOT NULL,
    effects    text NOT NULL,
    at         timestamptz NOT NULL,
    correlation_id text NOT NULL
);
CREATE INDEX decision_key ON decision (tenant, key, id);
CREATE INDEX decision_instance ON decision (tenant, type, key, id);

CREATE TABLE timer (
    tenant  text NOT NULL,
    type    text NOT NULL,
    key     text NOT NULL,
    name    text NOT NULL,
    due_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, type, key, name)
);
CREATE INDEX timer_due ON timer (due_at);

-- Work for other systems. Ended commands stay: their keys must be known for as long as periods are open.
CREATE TABLE command (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant       text   NOT NULL,
    key          text   NOT NULL,          -- idempotency key
    process_type text   NOT NULL,
    process_key  text   NOT NULL,
    step         text   NOT NULL,
    name         text   NOT NULL,          -- command's simple name
    target       text   NOT NULL,          -- role
    system       text,                     -- once routed
    stream       text   NOT NULL,
    urgency      smallint NOT NULL DEFAULT 5,
    subject      text   NOT NULL,
    body         text   NOT NULL,
    correlation_id text NOT NULL,
    created_at   timestamptz NOT NULL,
    state        text   NOT NULL,          -- ready | uncertain | accepted | done | refused | abandoned | dead
    due_at       timestamptz NOT NULL,
    attempts     int    NOT NULL DEFAULT 0,
    lease_until  timestamptz NOT NULL DEFAULT '-infinity',
    fence        bigint NOT NULL DEFAULT 0,
    ticket       text,
    external_id  text,
    last_answer  text,
    settled_at   timestamptz
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
CREATE UNIQUE INDEX command_once ON command (tenant, key);
CREATE INDEX command_open ON command (tenant, system, urgency, id) WHERE state IN ('ready', 'uncertain', 'accepted');
CREATE INDEX command_open_stream ON command (tenant, system, stream, id) WHERE state IN ('ready', 'uncertain', 'accepted');
CREATE INDEX command_subject ON command (tenant, subject);
CREATE INDEX command_process_key ON command (tenant, process_key, id);
CREATE INDEX command_process ON command (tenant, process_type, process_key);

-- What waits for a person. One open row per (subject of work, code).
CREATE TABLE exception (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant       text NOT NULL,
    origin       text NOT NULL,            -- translate | process | dispatch | capture | reconcile
    origin_key   text NOT NULL,            -- change "partition:seq", process "type/key", command key
    trace_key    text NOT NULL,            -- the record or instance: older ones of the same record close by themselves once it succeeds
    code         text NOT NULL,
    domain       text NOT NULL,            -- workflow or room
    owner        text NOT NULL,
    severity     text NOT NULL,
    subject      text NOT NULL,            -- what people call the record
    says         text NOT NULL,
    remedy       text NOT NULL,
    at_stake     numeric,
    currency     text,
    opened_at    timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    times        int  NOT NULL DEFAULT 1,
    assignee     text,
    state        text NOT NULL DEFAULT 'open',   -- open | resolved | skipped
    closed_at    timestamptz,
    closed_by    text,
    closed_why   text,
    correlation_id text NOT NULL,
    version      bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX exception_open_once ON exception (tenant, trace_key, code) WHERE state = 'open';
CREATE INDEX exception_open ON exception (tenant, domain, owner) WHERE state = 'open';
CREATE INDEX exception_list ON exception (tenant, state, id);
CREATE INDEX exception_subject ON exception (tenant, subject) WHERE state = 'open';
CREATE INDEX exception_origin ON exception (tenant, origin_key);

-- The billing ledger: source lines, their moves (append-only), and the balances that the moves add up to.
CREATE TABLE ledger_line (
    tenant       text NOT NULL,
    source       text NOT NULL,            -- canonical id
    kind         text NOT NULL,
    project      text NOT NULL,
    contract     text,
    customer     text,
    legal_entity text,
    worked_on    date NOT NULL,
    description  text NOT NULL,
    pricing      text NOT NULL,
    opened_at    timestamptz NOT NULL,
    phase        text NOT NULL DEFAULT '',  -- in which the work lies, '' for none
    role         text NOT NULL DEFAULT '',  -- under which it is billed, '' for none
    PRIMARY KEY (tenant, source)
);
-- How the amount of a line, or the price of an hour of it, came from another currency; only of lines that were converted.
CREATE TABLE ledger_conversion (
    tenant   text NOT NULL,
    source   text NOT NULL,
    project  text NOT NULL,
    original numeric NOT NULL,
    original_currency text NOT NULL,
    currency text NOT NULL,
    rate     numeric NOT NULL,             -- units of currency for one of original_currency
    rate_on  date NOT NULL,
    rate_by  text NOT NULL,
    pairs    text[] NOT NULL,              -- the pairs of the rates that it is made of, each in the order of the alphabet
    PRIMARY KEY (tenant, source)
);
-- Whose lines a rate concerns.
CREATE INDEX ledger_conversion_rate ON ledger_conversion (tenant, rate_on);
CREATE TABLE ledger_posting (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant     text NOT NULL,
    source     text NOT NULL,
    from_place text NOT NULL,
    to_place   text NOT NULL,
    quantity   numeric NOT NULL,
    amount     numeric NOT NULL,
    currency   text NOT NULL,
    cause      text NOT NULL,
    event_id   text NOT NULL,
    process_type text NOT NULL,
    process_key  text NOT NULL,
    invoice    text,                       -- by which it moved
    at         timestamptz NOT NULL
);
CREATE INDEX ledger_posting_invoice ON ledger_posting (tenant, invoice) WHERE invoice IS NOT NULL;
CREATE INDEX ledger_posting_source ON ledger_posting (tenant, source, id);
-- What a billing run took.
CREATE INDEX ledger_posting_run ON ledger_posting (tenant, event_id) WHERE from_place = 'UNBILLED' AND to_place = 'POSTING';
CREATE TABLE ledger_balance (
    tenant    text NOT NULL,
    source    text NOT NULL,
    place     text NOT NULL,
    currency  text NOT NULL,
    project   text NOT NULL,
    worked_on date NOT NULL,
    quantity  numeric NOT NULL,
    amount    numeric NOT NULL,
    PRIMARY KEY (tenant, source, place, currency)
) WITH (fillfactor = 70);                  -- room on the page for what a move leaves behind
CREATE INDEX ledger_balance_open ON ledger_balance (tenant, project, worked_on)
    WHERE place IN ('UNBILLED', 'HELD', 'POSTING');
CREATE INDEX ledger_balance_covered ON ledger_balance (tenant, project, worked_on) WHERE place = 'COVERED';

-- What the balances of a project add up to, moved with them, so that a page about a project never sums a hundred thousand lines.
CREATE TABLE ledger_total (
    tenant       text NOT NULL,
    project      text NOT NULL,
    legal_entity text NOT NULL,            -- '' where a line has none
    kind         text NOT NULL,
    place        text NOT NULL,
    currency     text NOT NULL,
    quantity     numeric NOT NULL,
    amount       numeric NOT NULL,
    phase        text NOT NULL DEFAULT '',
    role         text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant, project, legal_entity, kind, place, currency, phase, role)
) WITH (fillfactor = 50);

-- Billing runs that people asked for. What became of a run's lines is read off the ledger, by the events that began it.
CREATE TABLE billing_run (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant     text NOT NULL,
    through    date NOT NULL,
    project    text,                       -- the one project; all with something open when absent
    state      text NOT NULL,              -- awaiting_approval | begun | rejected
    asked_by   text NOT NULL,
    asked_at   timestamptz NOT NULL,
    asked      jsonb NOT NULL,             -- [{currency, amount, invoices}] as it would have billed then
    decided_by text,
    decided_at timestamptz,
    reason     text,
    projects   text[] NOT NULL DEFAULT '{}', -- those that it bills, once it is begun
    correlation_id text NOT NULL
);
CREATE INDEX billing_run_list ON billing_run (tenant, id);

-- Tamper-evident: each row's hash covers its content and the hash before it. One chain per tenant.
CREATE TABLE audit (
    tenant    text   NOT NULL,
    seq       bigint NOT NULL,
    at        timestamptz NOT NULL,
    actor     text   NOT NULL,             -- user, API client, or the hub's own stage
    action    text   NOT NULL,
    subject   text   NOT NULL,
    reason    text   NOT NULL,
    detail    text   NOT NULL,             -- canonical JSON, without secrets
    correlation_id text NOT NULL,
    prev_hash text   NOT NULL,
    hash      text   NOT NULL,
    PRIMARY KEY (tenant, seq)
);
CREATE INDEX audit_subject ON audit (tenant, subject);

-- Answers to requests that carried an Idempotency-Key, so that a repeat gets the same answer.
CREATE TABLE api_idempotency (
    tenant     text NOT NULL,
    client     text NOT NULL,
    key        text NOT NULL,
    request_hash text NOT NULL,
    status     int,
    answer     text,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant, client, key)
);

-- Any name of a thing, for the one search box: ids of all systems, invoice numbers, customer names.
CREATE TABLE search_name (
    tenant       text NOT NULL,
    name         text NOT NULL,            -- lower case
    canonical_id text NOT NULL,
    what         text NOT NULL,            -- which name: 'salesforce Opportunity id', 'invoice number', 'name'
    PRIMARY KEY (tenant, name, canonical_id)
);
CREATE INDEX search_name_prefix ON search_name (tenant, name text_pattern_ops);

CREATE TABLE reconciliation_run (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant      text NOT NULL,
    started_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    scope       text NOT NULL,
    result      text                       -- JSON of totals and differences
);

-- What the systems hold, while a run compares it; gone with its end, and not worth a log.
CREATE UNLOGGED TABLE reconciliation_record (
    run         bigint NOT NULL,
    system      text   NOT NULL,
    type        text   NOT NULL,           -- canonical type name
    external_id text   NOT NULL,           -- of the object
    object_type text   NOT NULL,           -- the vendor's record that it was read from
    record_id   text   NOT NULL,
    value       numeric,                   -- absent: does not count
    currency    text,
    number      text,                      -- the firm's own number or code
    key         text,                      -- our idempotency key, where the record carries it
    changed_at  timestamptz NOT NULL,      -- as the system says
    PRIMARY KEY (run, system, type, external_id)
);

-- Why something may not have come of what is known of some objects or commands: events about them wait to be decided. Null when none does.
CREATE FUNCTION undecided(of_tenant text, subjects text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT 'in flight: an event about it is not decided yet'
    WHERE EXISTS (
        SELECT 1 FROM event e JOIN stage_progress p ON p.stage = 'decide' AND p.partition = e.partition
        WHERE e.tenant = of_tenant AND e.subject = ANY (subjects)
          AND (e.seq > p.done_seq OR EXISTS (SELECT 1 FROM redecide r WHERE r.partition = e.partition AND r.seq = e.seq))
    )
$$;

-- What an object counts for in a comparison: hours, or money without tax; null when it does not count, such as work that is not approved.
-- One rule for both sides, since a system's record is turned into the same canonical attributes first.
CREATE FUNCTION counted_value(type text, body jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE type
        WHEN 'TimeEntry' THEN CASE WHEN body ->> 'approval' = 'approved' THEN (body ->> 'hours')::numeric END
        WHEN 'Expense' THEN CASE WHEN body ->> 'approval' = 'approved' THEN (body -> 'amount' ->> 'amount')::numeric END
        WHEN 'Invoice' THEN CASE WHEN coalesce(body ->> 'status', '') NOT IN ('draft', 'pending_approval', 'rejected', 'voided')
            THEN (body -> 'total' ->> 'amount')::numeric - coalesce((body -> 'tax' ->> 'amount')::numeric, 0) END
        WHEN 'Payment' THEN CASE WHEN coalesce(body ->> 'voided', 'false') <> 'true' THEN (body -> 'amount' ->> 'amount')::numeric END
        WHEN 'Opportunity' THEN CASE WHEN body ->> 'stage' = 'won' THEN (body -> 'amount' ->> 'amount')::numeric END
        WHEN 'ContractVersion' THEN CASE WHEN coalesce(body ->> 'status', '') NOT IN ('draft', 'rejected')
            THEN (body -> 'value' ->> 'amount')::numeric END
    END
$$;
CREATE FUNCTION counted_currency(type text, body jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE type
        WHEN 'TimeEntry' THEN ''
        WHEN 'Invoice' THEN body -> 'total' ->> 'currency'
        WHEN 'ContractVersion' THEN body -> 'value' ->> 'currency'
        ELSE coalesce(body -> 'amount' ->> 'currency', '')
    END
$$;
CREATE FUNCTION business_date(type text, body jsonb) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (CASE type
        WHEN 'TimeEntry' THEN body ->> 'workedOn'
        WHEN 'Expense' THEN body ->> 'spentOn'
        WHEN 'Invoice' THEN body ->> 'invoicedOn'
        WHEN 'Payment' THEN body ->> 'paidOn'
        WHEN 'Opportunity' THEN body ->> 'closesOn'
        WHEN 'ContractVersion' THEN body ->> 'effectiveFrom'
    END)::date
$$;

-- Mappings that were ever in force, with all their files, so that any change can be translated again as it once was.
CREATE TABLE mapping_document (
    tenant        text NOT NULL,
    name          text NOT NULL,
    version       int  NOT NULL,
    digest        text NOT NULL,           -- a released version is never edited: another digest is refused
    file          text NOT NULL,
    first_used_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, name, version)
);
CREATE TABLE mapping_file (
    digest text PRIMARY KEY,
    text   text NOT NULL
);
CREATE TABLE mapping_set (
    id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant        text  NOT NULL,
    digest        text  NOT NULL,
    files         jsonb NOT NULL,          -- [{file, layer, digest}]
    documents     jsonb NOT NULL,          -- name -> version in force
    pins          jsonb NOT NULL,          -- name -> version asked for instead of the highest
    first_used_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX mapping_set_once ON mapping_set (tenant, digest);

-- Settings that people change in the running hub: systems paused, lookups edited.
CREATE TABLE system_state (
    tenant  text NOT NULL,
    system  text NOT NULL,
    paused  boolean NOT NULL DEFAULT false,
    health  text NOT NULL DEFAULT 'unknown',
    says    text NOT NULL DEFAULT '',
    since   timestamptz NOT NULL,
    circuit_open_until timestamptz,
    PRIMARY KEY (tenant, system)
);
CREATE TABLE lookup_row (
    tenant     text NOT NULL,
    lookup     text NOT NULL,
    key        text NOT NULL,
    value      text NOT NULL,
    valid_from date,
    valid_to   date,
    changed_by text NOT NULL,
    reason     text NOT NULL,
    at         timestamptz NOT NULL
);
CREATE UNIQUE INDEX lookup_row_once ON lookup_row (tenant, lookup, key, coalesce(valid_from, '-infinity'));
CREATE TABLE audit_head (
    tenant text PRIMARY KEY,
    seq    bigint NOT NULL,
    hash   text   NOT NULL
);

-- Periodic work, safe with several nodes; the table is db-scheduler's own layout.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    state                text,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
