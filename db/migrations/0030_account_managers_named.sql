-- C-04: who named a customer's account manager, who decides what is billed (T-18).
ALTER TABLE customers ADD COLUMN account_manager_named_by text, ADD COLUMN account_manager_named_at timestamptz;
