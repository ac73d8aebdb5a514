-- D-01: one deployment per order of a customer: a launch asks for those of its order's number.
CREATE INDEX launch_files_by_order ON launch_files ((file ->> 'orderNumber'));
