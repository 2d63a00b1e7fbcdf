-- Who may do what, what was changed by whom, and changes of the organisation over time.
-- Points in time are seconds since 1970 (UTC), days are YYYY-MM-DD. Secrets (links,
-- sessions, tokens) are kept as SHA-256 only.

-- "SzRm": tells a backup of this program from any other SQLite file.
pragma application_id = 1400525421;

-- Count the changes that look-ups depend on, so that a running server notices it.
create table revision (
    only_row     integer primary key check (only_row = 1),
    dataset      integer not null,
    organisation integer not null
) strict;
insert into revision values (1, 1, 1);

-- Written to find out whether anything can be written.
create table probe (
    only_row integer primary key check (only_row = 1),
    at       integer not null
) strict;
insert into probe values (1, 0);

create table account (
    id          integer primary key autoincrement,
    name        text not null unique collate nocase,
    roles       text not null,
    password    text,
    created_at  integer not null,
    disabled_at integer
) strict;

-- A one-time link to choose a password; without an account it creates the first administrator.
create table invitation (
    secret     blob primary key,
    account    integer references account on delete cascade,
    expires_at integer not null
) strict;

create table session (
    secret     blob primary key,
    account    integer not null references account on delete cascade,
    created_at integer not null,
    seen_at    integer not null
) strict;
create index session_account on session (account);

-- Browsers from which an account has signed in before: a lockout leaves them alone.
create table device (
    secret     blob primary key,
    account    integer not null references account on delete cascade,
    expires_at integer not null
) strict;

create table token (
    id         integer primary key autoincrement,
    name       text not null,
    roles      text not null,
    secret     blob not null unique,
    created_at integer not null,
    created_by text not null,
    expires_at integer not null,
    revoked_at integer
) strict;

create table organisation_change (
    id          integer primary key autoincrement,
    entry       text not null,
    valid_from  text not null check (valid_from glob '????-??-??'),
    content     text not null,
    recorded_at integer not null,
    recorded_by text not null,
    undone_at   integer,
    undone_by   text,
    check ((undone_at is null) = (undone_by is null))
) strict;
create index organisation_change_entry on organisation_change (entry);

-- The record of changes: each entry carries the hash of the one before it.
create table audit_entry (
    seq      integer primary key,
    at       integer not null,
    actor    text not null,
    action   text not null,
    subject  text not null,
    detail   text not null,
    hash     text not null
) strict;

-- Where the record begins (behind what retention has cut) and where it ends.
create table audit_mark (
    mark text primary key check (mark in ('anchor', 'head')),
    seq  integer not null,
    hash text not null
) strict;
insert into audit_mark values
    ('anchor', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('head', 0, '0000000000000000000000000000000000000000000000000000000000000000');

create trigger audit_entry_unchangeable before update on audit_entry
begin
    select raise(abort, 'audit_append_only');
end;

-- `insert or replace` removes without asking the triggers for deletions.
create trigger audit_entry_appended before insert on audit_entry
when new.seq <= (select seq from audit_mark where mark = 'head')
begin
    select raise(abort, 'audit_append_only');
end;

create trigger audit_entry_kept before delete on audit_entry
when old.seq > (select seq from audit_mark where mark = 'anchor')
begin
    select raise(abort, 'audit_append_only');
end;
