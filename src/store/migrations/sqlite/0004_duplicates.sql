-- Pairs of entries that look like duplicates and were found to be none. A pair has one order.
create table no_duplicate (
    first  text not null references resource,
    second text not null references resource,
    at     integer not null,
    by     text not null,
    primary key (first, second),
    check (first < second)
) strict;
