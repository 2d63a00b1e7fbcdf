-- One city: its description, its editions with what they are drawn with, its
-- directory and the layers of its base map. Positions are whole centimetres of
-- the city's projected coordinate system; lists of positions are JSON.

create table city (
    only_row     integer primary key check (only_row = 1),
    info         text not null,
    attribution  text not null,
    limit_area   text not null,
    organisation text not null,
    parts        text not null
) strict;

create table edition (
    number     integer primary key check (number > 0),
    valid_from text not null check (valid_from glob '????-??-??'),
    valid_to   text check (valid_to is null or valid_to >= valid_from),
    decision   text not null,
    status     text not null check (status in ('draft', 'confirmed')),
    note       text
) strict;

-- Two editions are never in force on the same day.
create trigger edition_overlap_insert before insert on edition
when exists (
    select 1 from edition e
    where e.number <> new.number
      and e.valid_from <= coalesce(new.valid_to, '9999-12-31')
      and new.valid_from <= coalesce(e.valid_to, '9999-12-31')
)
begin
    select raise(abort, 'edition_overlap');
end;

create trigger edition_overlap_update before update on edition
when exists (
    select 1 from edition e
    where e.number <> new.number
      and e.valid_from <= coalesce(new.valid_to, '9999-12-31')
      and new.valid_from <= coalesce(e.valid_to, '9999-12-31')
)
begin
    select raise(abort, 'edition_overlap');
end;

create table sozialraum (
    edition  integer not null references edition on delete cascade,
    position integer not null,
    id       text not null,
    name     text not null,
    region   text not null,
    polygons text not null,
    primary key (edition, id)
) strict;

create table border_line (
    edition       integer not null references edition on delete cascade,
    position      integer not null,
    id            text not null,
    name          text not null,
    points        text not null,
    sure          text not null,
    uncertainty_m real not null check (uncertainty_m >= 0),
    source        text not null,
    municipality  text,
    primary key (edition, position)
) strict;

create table municipality (
    position integer primary key,
    ags      text,
    name     text not null,
    district text,
    aliases  text not null,
    office   text,
    polygons text not null
) strict;

create table street (
    id          integer primary key,
    name        text not null,
    other_names text not null,
    kind        text not null,
    lines       text not null
) strict;

create table address_point (
    id     integer primary key,
    number text not null,
    x      integer not null,
    y      integer not null
) strict;

-- The streets that a house number is believed to belong to.
create table reading (
    point      integer not null references address_point on delete cascade,
    street     integer not null references street on delete cascade,
    confidence real not null check (confidence > 0 and confidence <= 1),
    primary key (point, street)
) strict, without rowid;

create table layer (
    name    text primary key,
    content blob not null
) strict;
