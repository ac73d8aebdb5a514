-- What the whole path of a deployment shows in its lists: who has it, when somebody comes, which service came of it.

ALTER TABLE deployments ADD COLUMN coordinator text;
ALTER TABLE sites ADD COLUMN slot_starts_at timestamptz, ADD COLUMN rds text;

-- Who works where: the production manager assigns coordinators of his own team (D-03). The name is what customers read.
CREATE TABLE team_members (
  subject text PRIMARY KEY,
  name    text NOT NULL,
  profile text NOT NULL,
  team    text NOT NULL
);
