-- Where a street lies, in a directory of several places: its name and its postcodes, as JSON.
alter table street add column place text;
