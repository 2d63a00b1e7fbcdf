-- Where the street of a rule lies, in a directory of several places.
alter table street_rule add column place text;
