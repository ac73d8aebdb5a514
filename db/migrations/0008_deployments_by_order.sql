-- JARVIS pushes a collection under the order's number: the relay looks for its deployment (D-26).
CREATE INDEX deployments_by_order ON deployments (order_number);
