-- What the official register of house numbers says of a house: its identifier there, the code of the
-- quality of its position, and its postcode. All null where the house does not come from a register.
alter table address_point add column official_id text;
alter table address_point add column quality text;
alter table address_point add column postcode text;
