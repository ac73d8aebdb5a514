-- Whoever follows live events is asked anew what he may as soon as that changes (C-05): those who serve him hear of it here, and look.
CREATE FUNCTION access_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('jalon_access', '');
  RETURN NULL;
END $$;
DO $$
DECLARE named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['assignments', 'grants', 'api_keys', 'centres'] LOOP
    EXECUTE format('CREATE TRIGGER access_is_told AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION access_is_told()', named);
  END LOOP;
END $$;
