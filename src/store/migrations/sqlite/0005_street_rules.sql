-- House numbers that belong to a Sozialraum whatever the map says, in the order of their file.
create table street_rule (
    edition    integer not null references edition on delete cascade,
    position   integer not null,
    id         text not null,
    street     text not null,
    numbers    text not null,
    sozialraum text not null,
    reason     text not null,
    primary key (edition, position)
) strict;
