-- The resource map: entries with their history, suggestions of residents, links with which a Träger
-- confirms an entry, and what the data folder knows of holidays and people.

alter table revision add column resources integer not null default 1;

alter table city add column school_holidays text not null default 'null';
alter table city add column population text not null default 'null';
alter table city add column footpaths text not null default '[]';

-- An entry as it stands, as JSON. `revision` is the counter at its last change, so that a running
-- server reads only what has changed.
create table resource (
    id       text primary key,
    version  integer not null check (version > 0),
    revision integer not null,
    record   text not null
) strict;
create index resource_revision on resource (revision);

-- Every step of every entry, with the entry as it was afterwards.
create table resource_change (
    id       integer primary key autoincrement,
    resource text not null references resource,
    version  integer not null,
    kind     text not null,
    at       integer not null,
    by       text not null,
    record   text not null,
    unique (resource, version)
) strict;

-- What residents propose. Nothing is kept about who they are.
create table suggestion (
    id         integer primary key autoincrement,
    receipt    text not null unique,
    resource   text references resource,
    content    text not null,
    at         integer not null,
    state      text not null check (state in ('open', 'accepted', 'declined')),
    answer     text,
    decided_at integer,
    decided_by text,
    check ((state = 'open') = (decided_at is null)),
    check ((decided_at is null) = (decided_by is null))
) strict;
create index suggestion_open on suggestion (resource) where state = 'open';

-- A link with which a Träger confirms or corrects an entry, once.
create table provider_link (
    secret     blob primary key,
    resource   text not null references resource,
    created_at integer not null,
    created_by text not null,
    expires_at integer not null
) strict;
