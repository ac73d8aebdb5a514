-- C-07, T-23: what falls to one person, whatever his profile, is in his basket too.
CREATE INDEX tasks_open_in_charge ON tasks ((context ->> 'technician'), opened_at, id) WHERE status = 'open' AND step = 'documentation';
