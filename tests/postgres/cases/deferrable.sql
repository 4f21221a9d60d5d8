-- case: which keys are deferrable
create table one (id integer primary key deferrable, a integer unique initially deferred, b integer unique not deferrable);
create table two (id integer primary key not deferrable initially immediate, a integer constraint named references two deferrable initially immediate, b integer references two not deferrable, c integer references two on delete cascade initially deferred not null, d integer references two match full on update set null deferrable unique);
create table three (a integer, b integer, unique (a, b) deferrable initially deferred, foreign key (a) references two on delete set null deferrable, foreign key (b) references two not valid initially deferred, exclude using btree (a with =) deferrable);
alter table three add constraint later foreign key (b) references two deferrable not valid, add primary key (a) deferrable;
alter table three rename constraint later to "Later";
alter table three add column c integer references two deferrable;
create table copied (like three including all);
-- case: ALTER CONSTRAINT says anew when a foreign key is looked at
create table t (id integer primary key, a integer references t deferrable, b integer references t, c integer references t, d integer references t deferrable, e integer references t initially deferred);
alter table t alter constraint t_a_fkey not deferrable, alter constraint t_b_fkey deferrable initially deferred;
alter table t alter constraint t_c_fkey initially deferred;
alter table t alter constraint t_d_fkey initially immediate;
alter table t alter constraint t_e_fkey deferrable initially immediate;
-- case: ALTER CONSTRAINT of a key
create table t (id integer primary key deferrable);
alter table t alter constraint t_pkey not deferrable;
-- refused: 42809
-- case: ALTER CONSTRAINT that is enforced says nothing about deferring
-- since: 18
create table t (id integer primary key, a integer references t deferrable);
alter table t alter constraint t_a_fkey not enforced;
-- case: partitions have their table's deferrable keys
create table t (id integer primary key);
create table p (id integer references t deferrable, a integer unique deferrable, b integer references t) partition by list (a);
create table p1 partition of p for values in (1);
create table p2 (id integer, a integer, b integer);
alter table p attach partition p2 for values in (2);
alter table p alter constraint p_id_fkey not deferrable, alter constraint p_b_fkey deferrable;
create table p3 partition of p for values in (3) partition by list (a);
create table p31 partition of p3 for values in (3);
alter table p alter constraint p_id_fkey deferrable;
alter table p detach partition p2;
-- case: ALTER CONSTRAINT of a foreign key that a partition has from its table
create table t (id integer primary key);
create table p (id integer references t, a integer) partition by list (a);
create table p1 partition of p for values in (1);
alter table p1 alter constraint p_id_fkey deferrable;
-- refused: 55000
-- refused before 18: XX000
-- case: a partition's foreign key that is not deferrable as its table's is
create table t (id integer primary key);
create table p (id integer references t deferrable, a integer) partition by list (a);
create table p1 (id integer references t, a integer);
alter table p attach partition p1 for values in (1);
create table p2 (id integer references t deferrable, a integer);
alter table p attach partition p2 for values in (2);
alter table p drop constraint p_id_fkey;
-- case: a partition's foreign key that is deferred as its table's is not
-- not yet: that a foreign key is deferred is not kept
create table t (id integer primary key);
create table p (id integer references t deferrable, a integer) partition by list (a);
create table p1 (id integer references t initially deferred, a integer);
alter table p attach partition p1 for values in (1);
