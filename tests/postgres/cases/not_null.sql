-- case: NOT NULL added with a name, and dropped by it
-- since: 18
create table t (a integer, b integer);
alter table t add constraint a_set not null a, add not null b;
alter table t drop constraint a_set;
alter table t drop constraint t_b_not_null;
-- case: NOT NULL dropped by the names it got
-- since: 18
create table t (a integer constraint x not null, b integer not null, c integer primary key, d serial, e integer generated always as identity);
alter table t drop constraint x;
alter table t drop constraint t_b_not_null;
alter table t drop constraint t_d_not_null;
-- case: DROP CONSTRAINT of a primary key's NOT NULL
-- since: 18
create table t (c integer primary key);
alter table t drop constraint t_c_not_null;
-- refused: 42P16
-- case: DROP CONSTRAINT of an identity column's NOT NULL
-- since: 18
create table t (c integer generated always as identity);
alter table t drop constraint t_c_not_null;
-- refused: 55000
-- case: NOT NULL as a constraint of the table
-- since: 18
create table t (a integer, constraint x not null a, b integer, not null b no inherit);
alter table t drop constraint x, drop constraint t_b_not_null;
-- case: NOT NULL keeps its name as table and column are renamed
-- since: 18
create table t (a integer not null);
alter table t rename to u;
alter table u rename a to b;
alter table u drop constraint t_a_not_null;
-- case: DROP NOT NULL drops the constraint
-- since: 18
create table t (a integer not null);
alter table t alter a drop not null;
alter table t drop constraint if exists t_a_not_null;
alter table t add constraint t_a_not_null check (a > 1);
-- case: RENAME CONSTRAINT of a NOT NULL
-- since: 18
create table t (a integer not null);
alter table t rename constraint t_a_not_null to x;
alter table t drop constraint x;
-- case: NOT NULL NOT VALID
-- since: 18
create table t (a integer, b integer);
alter table t add constraint x not null a not valid, add not null b not valid;
alter table t validate constraint x;
-- case: ADD NOT NULL twice by one name
-- since: 18
create table t (a integer, b integer);
alter table t add constraint x not null a;
alter table t add constraint x not null a;
-- case: ADD NOT NULL twice by two names
-- since: 18
create table t (a integer, b integer);
alter table t add constraint x not null a;
alter table t add constraint y not null a;
-- refused: 55000
-- case: ADD NOT NULL once more without a name
-- since: 18
create table t (a integer, b integer);
alter table t add constraint x not null a;
alter table t add not null a;
-- case: DROP CONSTRAINT of a parent's NOT NULL
-- since: 18
create table p (a integer constraint x not null);
create table c () inherits (p);
alter table p drop constraint x;
-- case: DROP CONSTRAINT of an inherited NOT NULL
-- since: 18
create table p (a integer constraint x not null);
create table c () inherits (p);
alter table c drop constraint x;
-- refused: 42P16
-- case: DROP NOT NULL of an inherited column
-- since: 18
create table p (a integer not null);
create table c () inherits (p);
alter table c alter a drop not null;
-- refused: 42P16
-- case: SET and DROP NOT NULL reach the heirs
-- since: 18
create table p (a integer);
create table c () inherits (p);
alter table p alter a set not null;
alter table p alter a drop not null;
-- case: SET NOT NULL of ONLY a parent
-- since: 18
create table p (a integer);
create table c () inherits (p);
alter table only p alter a set not null;
-- case: a dropped primary key leaves a NOT NULL
-- since: 18
create table t (a integer primary key);
alter table t drop constraint t_pkey;
alter table t alter a drop not null;
-- case: ADD NOT NULL of a column that is not there
-- since: 18
create table t (a integer);
alter table t add constraint x not null b;
-- refused: 42703
-- case: ALTER CONSTRAINT NO INHERIT
-- since: 18
create table t (a integer constraint x not null);
create table c () inherits (t);
alter table t alter constraint x no inherit;
-- case: RENAME CONSTRAINT of a partition's NOT NULL
-- since: 18
create table p (a integer constraint x not null, b integer) partition by list (a);
create table p1 partition of p default;
alter table p1 rename constraint x to y;
-- refused: 42P16
-- case: ATTACH PARTITION makes a NOT NULL an inherited one
-- since: 18
create table p (a integer constraint x not null, b integer) partition by list (a);
create table p1 (a integer constraint y not null, b integer);
alter table p attach partition p1 default;
alter table p1 drop constraint y;
-- refused: 42P16
-- case: DETACH PARTITION keeps a NOT NULL by its name
-- since: 18
create table p (a integer constraint x not null, b integer) partition by list (a);
create table p1 partition of p default;
alter table p detach partition p1;
alter table p1 drop constraint x;
-- case: LIKE copies the name of a NOT NULL
-- since: 18
create table t (a integer constraint x not null);
create table u (like t);
alter table u drop constraint x;
