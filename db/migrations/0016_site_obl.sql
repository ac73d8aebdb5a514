-- Which local-loop operator has the site's order (D-08).
ALTER TABLE sites ADD COLUMN obl text;
