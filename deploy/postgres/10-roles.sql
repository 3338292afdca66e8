-- Made by: ./bayyina manage database_roles --print. The database image runs it once, in a new
-- database; factcheck/database_roles.py says what each role is for.
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bayyina_owner') THEN CREATE ROLE "bayyina_owner" LOGIN; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bayyina_app') THEN CREATE ROLE "bayyina_app" LOGIN; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'bayyina_reader') THEN CREATE ROLE "bayyina_reader" LOGIN; END IF; END $$;
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DO $$
DECLARE one record;
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO "bayyina_owner"', current_database());
    ALTER SCHEMA public OWNER TO "bayyina_owner";
    FOR one IN SELECT c.oid::regclass AS thing,
            CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind
        FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
            AND c.relowner <> 'bayyina_owner'::regrole
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
    LOOP
        EXECUTE format('ALTER %s %s OWNER TO "bayyina_owner"', one.kind, one.thing);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS thing FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> 'bayyina_owner'::regrole
            AND p.prokind = 'f'
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO "bayyina_owner"', one.thing);
    END LOOP;
END $$;
