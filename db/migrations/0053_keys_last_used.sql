-- Which keys nobody uses any more can be seen before they are taken back (C-05).
ALTER TABLE api_keys ADD COLUMN last_used_at timestamptz;
