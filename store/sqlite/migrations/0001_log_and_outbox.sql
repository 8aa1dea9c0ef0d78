-- The event log, the outbox, and what belongs to them.
--
-- Times are text, ISO 8601 in UTC with six decimals: a person with nothing but a SQLite shell can read them, and
-- being of one width they sort as text. Everything stands under its unit; several units may share one file.

CREATE TABLE events (
    unit TEXT NOT NULL CHECK (unit <> ''),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    stream TEXT NOT NULL CHECK (stream <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    time TEXT NOT NULL CHECK (time GLOB '????-??-??T??:??:??.??????+00:00'),
    actor TEXT NOT NULL CHECK (actor <> ''),
    event TEXT NOT NULL CHECK (event <> ''),
    data TEXT NOT NULL CHECK (data GLOB '{*' AND json_valid(data)),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (unit, seq),
    UNIQUE (unit, stream, version)
) STRICT;

CREATE TRIGGER events_follow_their_stream BEFORE INSERT ON events
WHEN NEW.version <> 1 + coalesce((SELECT max(version) FROM events WHERE unit = NEW.unit AND stream = NEW.stream), 0)
BEGIN
    SELECT RAISE(ABORT, 'version does not follow');
END;

CREATE TRIGGER events_follow_the_log BEFORE INSERT ON events
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM events WHERE unit = NEW.unit), 0)
BEGIN
    SELECT RAISE(ABORT, 'seq does not follow');
END;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER events_are_kept BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

-- The last record of each unit, so that records taken from the end of the log are missed.
CREATE TABLE heads (
    unit TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    FOREIGN KEY (unit, seq) REFERENCES events (unit, seq)
) STRICT;

CREATE TRIGGER heads_move_on BEFORE UPDATE ON heads WHEN NEW.seq <= OLD.seq
BEGIN
    SELECT RAISE(ABORT, 'the log only grows');
END;

-- One row a card. `id` keeps the order in which cards were first wanted: leaders before the others, also after
-- a restart. (chat_id, message_id) is not unique: another bot under the same unit numbers its messages anew.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL CHECK (unit <> ''),
    card TEXT NOT NULL CHECK (card <> ''),
    address TEXT NOT NULL CHECK (address <> ''),
    lane INTEGER NOT NULL CHECK (lane >= 1),
    body TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause GLOB '????-??-??T??:??:??.??????+00:00'),
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    reply TEXT,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    shown INTEGER NOT NULL CHECK (shown BETWEEN 0 AND revision),
    chat_id INTEGER,
    message_id INTEGER,
    shown_at TEXT CHECK (shown_at GLOB '????-??-??T??:??:??.??????+00:00'),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_try TEXT CHECK (next_try GLOB '????-??-??T??:??:??.??????+00:00'),
    problem TEXT,
    gone TEXT,
    gone_at TEXT CHECK (gone_at GLOB '????-??-??T??:??:??.??????+00:00'),
    waiting INTEGER NOT NULL CHECK (waiting IN (0, 1)),
    UNIQUE (unit, card),
    CHECK ((message_id IS NULL) = (chat_id IS NULL) AND (message_id IS NULL) = (shown_at IS NULL)),
    CHECK ((gone IS NULL) = (gone_at IS NULL)),
    CHECK (NOT waiting OR (shown < revision AND gone IS NULL))
) STRICT;

CREATE INDEX outbox_waiting ON outbox (unit, cause, id) WHERE waiting;
CREATE INDEX outbox_message ON outbox (unit, chat_id, message_id) WHERE message_id IS NOT NULL;

-- What each button stands for. Tokens of older revisions stay known: somebody may still see them.
CREATE TABLE buttons (
    unit TEXT NOT NULL,
    token TEXT NOT NULL CHECK (token <> ''),
    card TEXT NOT NULL,
    command TEXT NOT NULL,
    PRIMARY KEY (unit, token),
    FOREIGN KEY (unit, card) REFERENCES outbox (unit, card)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER buttons_keep_their_meaning BEFORE UPDATE ON buttons
WHEN NEW.card <> OLD.card OR NEW.command <> OLD.command
BEGIN
    SELECT RAISE(ABORT, 'a button token stands for something else already');
END;

CREATE TABLE origins (
    unit TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin <> ''),
    time TEXT NOT NULL CHECK (time GLOB '????-??-??T??:??:??.??????+00:00'),
    PRIMARY KEY (unit, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX origins_time ON origins (unit, time);

CREATE TABLE settings (
    unit TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL,
    PRIMARY KEY (unit, name)
) STRICT, WITHOUT ROWID;
