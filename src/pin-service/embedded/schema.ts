/** The tables of the embedded store. */
export const schema = `
create table if not exists account (
  user_id text primary key,
  user_principal_name text not null unique,
  display_name text not null,
  phone_number text,
  extension text,
  enabled integer not null,
  disabled integer not null,
  locked text not null check (locked in ('no', 'temporary', 'administrator')),
  desk_phones text,
  policy text not null
) strict;

-- A person's PINs, the newest last. Only salted and peppered hashes.
create table if not exists pin (
  sequence integer primary key autoincrement,
  user_id text not null references account,
  hash text not null,
  set_at integer not null
) strict;
create index if not exists pin_of_user on pin (user_id, sequence);

create table if not exists pepper_check (only integer primary key check (only = 1), hash text not null) strict;
`;
