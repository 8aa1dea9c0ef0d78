-- name: append
INSERT INTO events (unit, seq, stream, version, time, actor, event, data, hash, salt, digest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: whole_records
SELECT seq, stream, version, time, actor, event, data, hash, salt, digest
FROM events WHERE unit = :unit AND seq > :after
ORDER BY seq LIMIT :most

-- name: whole_record
SELECT seq, stream, version, time, actor, event, data, hash, salt, digest
FROM events WHERE unit = :unit AND seq = :seq

-- name: to_redact (an event that redacts is never redacted itself)
SELECT seq, stream, version, time, actor, event, data
FROM events WHERE unit = :unit AND event <> 'Redacted'
    AND (:streams IS NULL OR stream IN (SELECT value FROM json_each(:streams)))
ORDER BY seq

-- name: redact
UPDATE events SET data = ?, salt = ? WHERE unit = ? AND seq = ?

-- name: sealed (by the latest event that redacts this record)
SELECT json_extract(data, '$.seals."' || :seq || '"')
FROM events WHERE unit = :unit AND event = 'Redacted' AND seq > :seq
    AND json_extract(data, '$.seals."' || :seq || '"') IS NOT NULL
ORDER BY seq DESC LIMIT 1

-- name: units
SELECT unit FROM heads ORDER BY unit

-- name: redacted
SELECT count(DISTINCT seals.key)
FROM events, json_each(events.data, '$.seals') AS seals WHERE events.unit = :unit AND events.event = 'Redacted'

-- name: contents
SELECT card, address, cause, body FROM outbox WHERE unit = :unit

-- name: blank_card
UPDATE outbox SET
    body = '{"text":""}', reply = NULL, problem = NULL, closed = 1, waiting = 0,
    shown = CASE WHEN message_id IS NULL THEN shown ELSE revision END
WHERE unit = ? AND card = ?

-- name: forget_origins
DELETE FROM origins WHERE unit = :unit AND EXISTS (
    SELECT 1 FROM outbox
    WHERE outbox.unit = :unit AND address = :address AND origin GLOB chat_id || ':*'
)

-- name: forget_chats
UPDATE outbox SET chat_id = NULL, message_id = NULL, shown_at = NULL WHERE unit = :unit AND address = :address

-- name: drop_buttons
DELETE FROM buttons WHERE unit = ? AND card = ?

-- name: records
SELECT seq, stream, version, time, actor, event, data, hash
FROM events WHERE unit = :unit AND seq > :after
ORDER BY seq LIMIT :most

-- name: records_of_stream (within a stream, versions rise as seq does, and the index is in their order)
SELECT seq, stream, version, time, actor, event, data, hash
FROM events WHERE unit = :unit AND stream = :stream AND version > :after
ORDER BY version LIMIT :most

-- name: version
SELECT coalesce(max(version), 0) FROM events WHERE unit = :unit AND stream = :stream

-- name: head
SELECT seq, hash FROM heads WHERE unit = :unit

-- name: last
SELECT seq, hash FROM events WHERE unit = :unit ORDER BY seq DESC LIMIT 1

-- name: set_head
INSERT INTO heads (unit, seq, hash) VALUES (:unit, :seq, :hash)
ON CONFLICT (unit) DO UPDATE SET seq = excluded.seq, hash = excluded.hash

-- name: cards
SELECT
    card, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at,
    attempts, next_try, problem, gone, gone_at
FROM outbox WHERE unit = :unit AND card IN (SELECT value FROM json_each(:cards))

-- name: standing (on somebody's screen, and not ended there)
SELECT
    card, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at,
    attempts, next_try, problem, gone, gone_at
FROM outbox WHERE unit = :unit AND address = :address AND chat_id = :chat_id AND message_id IS NOT NULL
    AND (NOT closed OR shown < revision)
ORDER BY cause, id

-- name: unseen (waiting for its first showing)
SELECT
    card, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at,
    attempts, next_try, problem, gone, gone_at
FROM outbox WHERE unit = :unit AND address = :address AND waiting AND message_id IS NULL
ORDER BY cause, id

-- name: aside
SELECT
    card, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at,
    attempts, next_try, problem, gone, gone_at
FROM outbox WHERE unit = :unit AND address = :address AND gone = :aside
ORDER BY cause, id

-- name: chats_in_use (where something stands that has not ended there)
SELECT DISTINCT address, chat_id FROM outbox
WHERE unit = :unit AND message_id IS NOT NULL AND (NOT closed OR shown < revision)
ORDER BY address, chat_id

-- name: waiting
SELECT
    card, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at,
    attempts, next_try, problem, gone, gone_at
FROM outbox WHERE unit = :unit AND waiting
ORDER BY cause, id

-- name: put_card
INSERT INTO outbox (
    unit, waiting, card, address, lane, body, cause, closed, reply, revision, shown, chat_id, message_id, shown_at,
    attempts, next_try, problem, gone, gone_at
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (unit, card) DO UPDATE SET
    waiting = excluded.waiting, address = excluded.address, lane = excluded.lane, body = excluded.body,
    cause = excluded.cause, closed = excluded.closed, reply = excluded.reply, revision = excluded.revision,
    shown = excluded.shown, chat_id = excluded.chat_id, message_id = excluded.message_id,
    shown_at = excluded.shown_at, attempts = excluded.attempts, next_try = excluded.next_try,
    problem = excluded.problem, gone = excluded.gone, gone_at = excluded.gone_at

-- name: delivered
SELECT card, address, gone FROM outbox
WHERE unit = :unit AND card >= :prefix AND card < :prefix || char(0x10FFFF)
    AND (message_id IS NOT NULL OR gone IS NOT NULL)
ORDER BY card

-- name: replied (the newest, should two bots have given out the same numbers)
SELECT card, address, reply FROM outbox
WHERE unit = :unit AND chat_id = :chat_id AND message_id = :message_id
ORDER BY shown_at DESC LIMIT 1

-- name: put_button
INSERT INTO buttons (unit, token, card, command) VALUES (?, ?, ?, ?)
ON CONFLICT (unit, token) DO UPDATE SET card = excluded.card, command = excluded.command

-- name: pressed
SELECT buttons.card, outbox.address, buttons.command
FROM buttons JOIN outbox ON outbox.unit = buttons.unit AND outbox.card = buttons.card
WHERE buttons.unit = :unit AND buttons.token = :token

-- name: put_origin
INSERT INTO origins (unit, origin, time) VALUES (?, ?, ?)
ON CONFLICT (unit, origin) DO UPDATE SET time = excluded.time

-- name: origins
SELECT origin FROM origins WHERE unit = :unit AND time >= :since

-- name: prune_origins
DELETE FROM origins WHERE unit = :unit AND time < :since

-- name: put_setting
INSERT INTO settings (unit, name, value) VALUES (?, ?, ?)
ON CONFLICT (unit, name) DO UPDATE SET value = excluded.value

-- name: setting
SELECT value FROM settings WHERE unit = :unit AND name = :name
