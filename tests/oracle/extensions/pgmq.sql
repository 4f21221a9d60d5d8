-- control: schema = 'pgmq'
CREATE TABLE pgmq.meta (
  queue_name varchar PRIMARY KEY, is_partitioned boolean DEFAULT false,
  is_unlogged boolean DEFAULT false, created_at timestamptz DEFAULT now()
);
CREATE TYPE pgmq.message_record AS (
  msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb
);
CREATE FUNCTION pgmq.create(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TABLE IF NOT EXISTS pgmq.%I (msg_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,'
    ' read_ct integer NOT NULL DEFAULT 0, enqueued_at timestamptz NOT NULL DEFAULT now(),'
    ' vt timestamptz NOT NULL, message jsonb)', 'q_' || queue_name);
  INSERT INTO pgmq.meta (queue_name) VALUES (queue_name) ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, delay integer DEFAULT 0)
  RETURNS SETOF bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;
CREATE FUNCTION pgmq.read(queue_name text, vt integer, qty integer)
  RETURNS SETOF pgmq.message_record
  LANGUAGE sql AS $$ SELECT NULL::pgmq.message_record WHERE false $$;
CREATE FUNCTION pgmq.delete(queue_name text, msg_id bigint) RETURNS boolean
  LANGUAGE sql AS $$ SELECT true $$;
