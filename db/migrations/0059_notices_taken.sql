-- T-07, C-04: whether a relay has it in its hand. Of one that is taken up after its relay's death nobody knows whether it went out: that counts as a try that failed.
ALTER TABLE ticket_notices ADD COLUMN is_taken boolean NOT NULL DEFAULT false;
