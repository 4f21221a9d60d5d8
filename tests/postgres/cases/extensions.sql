-- case: extensions of Supabase are there
create extension if not exists "uuid-ossp";
create extension if not exists pgcrypto with schema extensions;
create table t (a uuid default uuid_generate_v4(), b uuid default extensions.uuid_generate_v4());
-- case: an extension brings its types into its schema
create extension if not exists citext;
create table t (a citext unique, b public.citext[], c citext default 'x');
-- case: into a schema of its own
create schema tools;
create extension hstore schema tools;
create table t (a tools.hstore);
-- case: vectors
create extension vector with schema extensions;
create table t (a vector(3), b extensions.vector(1536) not null, c vector);
-- case: DROP EXTENSION that a column needs
create extension citext;
create table t (a citext);
drop extension citext;
-- refused: 2BP01
-- case: DROP EXTENSION CASCADE takes columns along
create extension citext;
create table t (a citext, b integer);
drop extension if exists citext cascade;
-- case: an extension that is there
create extension "uuid-ossp";
-- refused: 42710
-- case: DROP EXTENSION that is not there
drop extension citext;
-- refused: 42704
-- case: into a schema that is not there
create extension citext schema nowhere;
-- refused: 3F000
