-- D-21: the milestones at risk of a deployment and of each of its sites, as their journeys raised them; a site's delivery may be at risk for its equipment too (D-12).
ALTER TABLE deployments ADD COLUMN jeopardies jsonb NOT NULL DEFAULT '[]';
ALTER TABLE deployments ADD COLUMN at_risk boolean NOT NULL DEFAULT false;
ALTER TABLE sites ADD COLUMN jeopardies jsonb NOT NULL DEFAULT '[]';
ALTER TABLE sites ADD COLUMN at_risk boolean NOT NULL DEFAULT false;
CREATE INDEX sites_at_risk ON sites (deployment_id) WHERE at_risk;
