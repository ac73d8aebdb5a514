-- Of a customer of three thousand services and ten thousand tickets a page is read in its order; all of them were fetched and sorted for it (C-01).
CREATE INDEX services_of_customer_running_first ON services (customer_id, ended_on DESC, rds);
CREATE INDEX deployments_open_of_customer ON deployments (customer_id, id) WHERE ended_at IS NULL;
CREATE INDEX tickets_ended_of_customer ON tickets (customer_id, created_at, number) WHERE ended_at IS NOT NULL;
