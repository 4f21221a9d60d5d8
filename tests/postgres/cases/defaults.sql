-- case: constants
create table t (
  a integer default 1, b integer default -1, c numeric(5,2) default 1.50, d bigint default 0,
  e text default 'x', f text default '', g text default 'it''s', h varchar(10) default 'v',
  i boolean default true, j boolean default false, k bool default 't', l bool default 'false',
  m char(3) default 'abc', n double precision default 0.5, o smallint default 3, p real default 2
);
-- case: constants with casts
create table t (
  a text default 'x'::text, b varchar default 'x'::character varying, c integer default '5',
  d jsonb default '{}', e jsonb default '{"a": 1}'::jsonb, f json default '[]'::json,
  g uuid default '00000000-0000-0000-0000-000000000000', h date default '2020-01-01',
  i timestamptz default '2020-01-01 00:00:00+00', j interval default '1 day',
  k numeric default 0::numeric, l text default cast('x' as text), m bigint default 5::bigint,
  n inet default '127.0.0.1', o bytea default '\x00', p numeric default '0.00'
);
-- case: arrays
create table t (
  a text[] default '{}', b text[] default '{}'::text[], c text[] default array[]::text[],
  d integer[] default '{1,2}', e text[] default array['a', 'b'], f integer[] default array[1, 2],
  g uuid[] default '{}'::uuid[], h text[] not null default array['a']::text[]
);
-- case: now and its relatives
create table t (
  a timestamptz default now(), b timestamptz default current_timestamp,
  c timestamp default current_timestamp(3), d date default current_date, e time default localtime,
  f timestamp default localtimestamp, g timestamptz default transaction_timestamp(),
  h timestamptz default clock_timestamp(), i timestamptz default statement_timestamp(),
  j text default current_user, k text default session_user, l time default current_time,
  m name default current_schema
);
-- case: now in a time zone, and with an interval
create table t (
  a timestamp default (now() at time zone 'utc'),
  b timestamp default timezone('utc'::text, now()),
  c timestamptz default now() + interval '7 days',
  d timestamptz default (now() + '30 days'::interval),
  e timestamp default (current_timestamp at time zone 'UTC'),
  f timestamptz not null default timezone('utc'::text, now())
);
-- case: functions
create table t (
  a uuid default gen_random_uuid(), b uuid default uuid_generate_v4(),
  c uuid default extensions.uuid_generate_v4(), d uuid default auth.uid(),
  e text default encode(gen_random_bytes(16), 'hex'), f text default lower('X'),
  g double precision default random(), h text default md5(random()::text),
  i jsonb default jsonb_build_object('a', 1), j uuid default pg_catalog.gen_random_uuid()
);
-- case: operators
create table t (
  a integer default 1 + 2, b text default 'a' || 'b', c integer default (3), d integer default 60*60,
  e bigint default extract(epoch from now())::bigint, f boolean default (not true),
  g integer default coalesce(null, 1)
);
-- case: DEFAULT NULL is none
create table t (a text default null, b integer default null::integer, c text[] default null);
-- case: of an enum
create type mood as enum ('sad', 'ok', 'It''s');
create table t (a mood default 'ok', b mood not null default 'sad'::mood,
  c mood[] default '{}', d mood[] default '{ok,sad}', e public.mood default 'It''s'::public.mood);
-- case: of a sequence
create sequence s;
create sequence "S q";
create table t (a bigint default nextval('s'), b integer default nextval('public.s'::regclass),
  c bigint default nextval('"S q"'), d bigint default nextval('s'::text));
-- case: of a domain
create domain email as text default 'nobody';
create table t (a email, b email default 'x', c email default 'y'::email);
-- case: string syntaxes
create table t (a text default E'a\nb', b text default $$it's$$, c text default $q$x$q$,
  d text default 'a'
'b', e text default E'\\', f text default U&'d\0061t', g text default 'a\b');
-- case: of a column's own type modifiers
create table t (a varchar(5) default 'x', b numeric(10,2) default 0, c char(5) default 'x',
  d timestamp(3) default now(), e timestamptz(3) default current_timestamp, f bit(3) default b'101',
  g numeric(10,2) default 0.0, h timestamp(3) default current_timestamp);
-- case: a column in a default
create table t (a integer, b integer default a);
-- refused: 0A000
-- case: a default of another type
create table t (a integer default 'x'::text);
-- refused: 42804
-- case: arrays that are put together, and what else || makes
create type mood as enum ('sad', 'ok');
create domain words as text[];
create table t (a text[] default '{a}'::text[] || 'b'::text, b text[] default 'b'::text || '{a}'::text[],
  c text[] default '{a}'::text[] || 'b'::varchar, d text[] default '{a}'::varchar[] || 'b'::text,
  e text[] default '{a}'::text[] || '{b}', f text[] default '{a}'::text[] || null,
  g text[] default '{a}'::text[] || current_user, h bigint[] default '{1}'::int[] || 2::bigint,
  i bigint[] default 1 || '{2}'::bigint[], j int[] default array[1] || 2 || array[3],
  k timestamptz[] default array[now()] || current_date, l mood[] default '{ok}'::mood[] || 'sad'::mood,
  m text[] default '{a}'::words || '{b}', n text[] default '{a}'::words || 'b'::text,
  o jsonb default '{}'::jsonb || '{"a": 1}', p jsonb[] default '{}'::jsonb[] || '{}'::jsonb,
  q text default 1 || 'x', r text default 'ok'::mood || 'x'::text, s bit varying default B'1' || '0');
-- case: functions of arrays
create table t (a text[] default array_append('{a}'::text[], 'b'), b text[] default array_prepend('b', '{a}'::text[]),
  c bigint[] default array_append('{1}'::int[], 2::bigint), d text[] default array_cat('{a}'::text[], '{b}'::varchar[]),
  e int default array_position('{a}'::text[], 'a'), f text[] default array_remove('{a}'::text[], 'a'),
  g boolean default ('a' = any ('{a}'::text[])), h boolean default (1 = all ('{1}'::bigint[])));
-- case: arrays in what a column becomes
create table t (a text, b text[], c integer[], d varchar(5));
alter table t alter a type text[] using '{}'::text[] || a, alter b type varchar[] using b || d,
  alter c type bigint[] using c || 1::bigint;
-- case: operators and functions that make another type than they take
create table t (a tsquery default 'a'::tsquery && 'b'::tsquery, b bytea default substring('\x0001'::bytea from 1),
  c double precision default |/ 25.0, d smallint default abs('-1'::smallint), e integer default - (- 5),
  f point default @@ box '((0,0),(1,1))', g text default case when true then 'a'::varchar else 'b'::name end);
-- case: an array put together for a column that is none
create table t (a integer default '{1}'::integer[] || 2);
-- refused: 42804
-- case: a default that is no value of the type
create table t (a integer default 'x');
-- refused: 22P02
-- case: a function that is not there
create table t (a uuid default no_such_function());
-- refused: 42883
-- case: a label the enum does not have
create type mood as enum ('sad', 'ok');
create table t (a mood default 'happy');
-- refused: 22P02
-- case: whole numbers that a numeric constant writes
create table t (a bigint default -9223372036854775808, b bigint default 1e3, c int default 1.0,
  d int default -2147483648, e bigint default -2147483649);
