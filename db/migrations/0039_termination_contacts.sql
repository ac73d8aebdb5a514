-- Named as the erasure finds whose a row is (docs/personal-data.md).
ALTER TABLE termination_contacts RENAME COLUMN termination TO journey_id;
