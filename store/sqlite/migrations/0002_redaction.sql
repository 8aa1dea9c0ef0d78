-- What the plan lets us keep for a time only can be taken out of a record, and the chain still holds.
--
-- A record's hash covers `digest`, a digest of its salt and its data. When data is taken out, the salt goes too, so
-- that nobody can guess from the digest what stood there; a record `Redacted`, later in the log, says whose data it
-- was and seals what remains. Records from before have neither: their hash covers the data itself.
ALTER TABLE events ADD COLUMN salt TEXT CHECK (salt <> '');
ALTER TABLE events ADD COLUMN digest TEXT CHECK (length(digest) = 64);

CREATE INDEX events_redactions ON events (unit, seq) WHERE event = 'Redacted';

CREATE TRIGGER events_are_salted BEFORE INSERT ON events WHEN NEW.salt IS NULL OR NEW.digest IS NULL
BEGIN
    SELECT RAISE(ABORT, 'a record needs its salt and its digest');
END;

DROP TRIGGER events_stay;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN NEW.unit IS NOT OLD.unit OR NEW.seq IS NOT OLD.seq OR NEW.stream IS NOT OLD.stream
    OR NEW.version IS NOT OLD.version OR NEW.time IS NOT OLD.time OR NEW.actor IS NOT OLD.actor
    OR NEW.event IS NOT OLD.event OR NEW.hash IS NOT OLD.hash OR NEW.digest IS NOT OLD.digest
    OR OLD.event = 'Redacted' OR NEW.salt IS NULL OR NEW.salt IS OLD.salt
    OR NOT EXISTS (
        SELECT 1 FROM events AS redacted
        WHERE redacted.unit = OLD.unit AND redacted.event = 'Redacted' AND redacted.seq > OLD.seq
            AND json_extract(redacted.data, '$.seals."' || OLD.seq || '"') IS NOT NULL
    )
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
