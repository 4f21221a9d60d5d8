-- Consolidated schema of the product database.
-- One file holds everything: it is re-generated as the product grows, and every statement in it
-- can be run again on a database that already has it.

-- Extensions -----------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- Enumerated types -----------------------------------------------------------

DO $$ BEGIN
  CREATE TYPE subscription_status AS ENUM ('trialing', 'active', 'past_due', 'canceled');
EXCEPTION
  WHEN duplicate_object THEN NULL;
END $$;

DO $$ BEGIN
  CREATE TYPE user_role AS ENUM ('member', 'admin', 'owner');
EXCEPTION
  WHEN duplicate_object THEN NULL;
END $$;

CREATE TYPE workflow_state AS ENUM ('draft', 'published', 'archived');

-- Organizations and people ---------------------------------------------------

CREATE TABLE IF NOT EXISTS organizations (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  "billingEmail" TEXT,
  settings JSONB NOT NULL DEFAULT '{}'::jsonb,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS users (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  email VARCHAR(320) NOT NULL UNIQUE,
  "displayName" TEXT,
  "avatarUrl" TEXT,
  role user_role NOT NULL DEFAULT 'member',
  "organizationId" UUID REFERENCES organizations(id) ON DELETE SET NULL,
  "emailVerified" BOOLEAN NOT NULL DEFAULT false,
  "loginCount" INTEGER NOT NULL DEFAULT 0,
  tags TEXT[] NOT NULL DEFAULT '{}',
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS "users_organizationId_idx" ON users ("organizationId");

CREATE TABLE IF NOT EXISTS sessions (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  token TEXT NOT NULL,
  "ipAddress" INET,
  "userAgent" TEXT,
  "startedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  "expiresAt" TIMESTAMPTZ NOT NULL,
  CONSTRAINT sessions_token_key UNIQUE (token)
);

CREATE INDEX IF NOT EXISTS "sessions_userId_idx" ON sessions ("userId");

-- What people do -------------------------------------------------------------

CREATE TABLE IF NOT EXISTS events (
  id BIGSERIAL PRIMARY KEY,
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  "sessionId" UUID REFERENCES sessions(id) ON DELETE SET NULL,
  "eventType" TEXT NOT NULL,
  "appName" TEXT NOT NULL DEFAULT 'web',
  "durationMs" INTEGER,
  payload JSONB NOT NULL DEFAULT '{}'::jsonb,
  "occurredAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS "events_userId_occurredAt_idx" ON events ("userId", "occurredAt");
CREATE INDEX IF NOT EXISTS "events_eventType_idx" ON events ("eventType");

CREATE TABLE IF NOT EXISTS patterns (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL DEFAULT 0,
  "eventTypes" TEXT[] NOT NULL DEFAULT '{}',
  "detectedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  UNIQUE ("userId", name)
);

CREATE TABLE IF NOT EXISTS relationships (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  "sourcePatternId" UUID NOT NULL REFERENCES patterns(id) ON DELETE CASCADE,
  "targetPatternId" UUID NOT NULL REFERENCES patterns(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  weight NUMERIC(6, 3) NOT NULL DEFAULT 1,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CHECK ("sourcePatternId" <> "targetPatternId")
);

CREATE INDEX IF NOT EXISTS "relationships_userId_idx" ON relationships ("userId");

-- Money ----------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS subscriptions (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "userId" UUID NOT NULL UNIQUE REFERENCES users(id) ON DELETE CASCADE,
  "stripeCustomerId" TEXT UNIQUE,
  "stripeSubscriptionId" TEXT UNIQUE,
  plan TEXT NOT NULL DEFAULT 'free',
  status subscription_status NOT NULL DEFAULT 'trialing',
  "seatCount" SMALLINT NOT NULL DEFAULT 1,
  "unitAmount" NUMERIC(12, 2),
  "trialEndsAt" TIMESTAMPTZ,
  "currentPeriodEnd" TIMESTAMPTZ,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

-- Privacy --------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS privacy_prefs (
  "userId" UUID PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  "monitoringPaused" BOOLEAN NOT NULL DEFAULT false,
  "dataRetentionDays" INTEGER NOT NULL DEFAULT 14,
  "shareAnonymized" BOOLEAN NOT NULL DEFAULT false,
  "consentDate" DATE,
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

-- Workflows ------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS workflows (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "organizationId" UUID NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  "createdById" UUID REFERENCES users(id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  description TEXT,
  state workflow_state NOT NULL DEFAULT 'draft',
  definition JSONB NOT NULL,
  "runCount" BIGINT NOT NULL DEFAULT 0,
  "lastRunAt" TIMESTAMPTZ,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  UNIQUE ("organizationId", name)
);

CREATE INDEX IF NOT EXISTS "workflows_state_idx" ON workflows (state);

-- Supabase only: read and written by SQL functions and edge functions --------

CREATE TABLE IF NOT EXISTS utm_tracks (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "userId" UUID REFERENCES users(id) ON DELETE SET NULL,
  source TEXT,
  medium TEXT,
  campaign TEXT,
  term TEXT,
  content TEXT,
  "landedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS cohorts (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  name TEXT NOT NULL UNIQUE,
  "startsOn" DATE NOT NULL,
  "endsOn" DATE,
  criteria JSONB NOT NULL DEFAULT '{}'::jsonb
);

CREATE TABLE IF NOT EXISTS feature_flags (
  key TEXT PRIMARY KEY,
  description TEXT,
  enabled BOOLEAN NOT NULL DEFAULT false,
  rollout NUMERIC(5, 2) NOT NULL DEFAULT 0 CHECK (rollout BETWEEN 0 AND 100),
  "updatedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS offers (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  code TEXT NOT NULL UNIQUE,
  "percentOff" SMALLINT CHECK ("percentOff" BETWEEN 1 AND 100),
  "redeemedCount" INTEGER NOT NULL DEFAULT 0,
  "validUntil" TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS audit_logs (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "actorId" UUID REFERENCES users(id) ON DELETE SET NULL,
  action TEXT NOT NULL,
  "targetTable" TEXT NOT NULL,
  "targetId" TEXT,
  detail JSONB,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX IF NOT EXISTS "audit_logs_createdAt_idx" ON audit_logs ("createdAt" DESC);

CREATE TABLE IF NOT EXISTS retention_policies (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "tableName" TEXT NOT NULL UNIQUE,
  "keepFor" INTERVAL NOT NULL DEFAULT '90 days',
  "lastPurgedAt" TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS app_allowlist (
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  "appId" TEXT NOT NULL,
  "appName" TEXT NOT NULL,
  allowed BOOLEAN NOT NULL DEFAULT true,
  PRIMARY KEY ("userId", "appId")
);

CREATE TABLE IF NOT EXISTS signal_toggles (
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  signal TEXT NOT NULL,
  enabled BOOLEAN NOT NULL DEFAULT true,
  PRIMARY KEY ("userId", signal)
);

CREATE TABLE IF NOT EXISTS telemetry_events (
  id UUID NOT NULL DEFAULT uuid_generate_v4(),
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  "eventType" TEXT NOT NULL,
  metadata JSONB NOT NULL DEFAULT '{}'::jsonb,
  redacted TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', "eventType")) STORED,
  "recordedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  PRIMARY KEY (id, "recordedAt")
) PARTITION BY RANGE ("recordedAt");

CREATE TABLE IF NOT EXISTS telemetry_events_default PARTITION OF telemetry_events DEFAULT;

CREATE TABLE IF NOT EXISTS privacy_transparency_log (
  id BIGSERIAL PRIMARY KEY,
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  action TEXT NOT NULL,
  "before" JSONB,
  "after" JSONB,
  "loggedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS mfa_enforced_sessions (
  "sessionId" UUID PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
  "elevatedUntil" TIMESTAMPTZ NOT NULL,
  method TEXT NOT NULL DEFAULT 'totp'
);

CREATE TABLE IF NOT EXISTS workflow_versions (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "workflowId" UUID NOT NULL REFERENCES workflows(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  definition JSONB NOT NULL,
  "createdAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  UNIQUE ("workflowId", version)
);

CREATE TABLE IF NOT EXISTS workflow_executions (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "workflowId" UUID NOT NULL REFERENCES workflows(id) ON DELETE CASCADE,
  "versionId" UUID REFERENCES workflow_versions(id),
  status TEXT NOT NULL DEFAULT 'queued',
  "queuedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS workflow_runs (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "executionId" UUID NOT NULL REFERENCES workflow_executions(id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL DEFAULT 1,
  output JSONB,
  "startedAt" TIMESTAMPTZ,
  "finishedAt" TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS user_integrations (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "userId" UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  "accessToken" BYTEA,
  scopes TEXT[] NOT NULL DEFAULT '{}',
  "connectedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  UNIQUE ("userId", provider)
);

CREATE TABLE IF NOT EXISTS metrics_log (
  id BIGSERIAL PRIMARY KEY,
  metric TEXT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  labels JSONB NOT NULL DEFAULT '{}'::jsonb,
  "recordedAt" TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

-- Functions and triggers -----------------------------------------------------

CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS TRIGGER AS $$
BEGIN
  NEW."updatedAt" := NOW();
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS users_touch ON users;
CREATE TRIGGER users_touch BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

DROP TRIGGER IF EXISTS organizations_touch ON organizations;
CREATE TRIGGER organizations_touch BEFORE UPDATE ON organizations
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE OR REPLACE FUNCTION log_privacy_change() RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $function$
BEGIN
  INSERT INTO privacy_transparency_log ("userId", action, "before", "after")
  VALUES (NEW."userId", TG_OP, to_jsonb(OLD), to_jsonb(NEW));
  RETURN NEW;
END;
$function$;

DROP TRIGGER IF EXISTS privacy_prefs_log ON privacy_prefs;
CREATE TRIGGER privacy_prefs_log AFTER UPDATE ON privacy_prefs
  FOR EACH ROW EXECUTE FUNCTION log_privacy_change();

CREATE OR REPLACE FUNCTION count_events(person UUID) RETURNS BIGINT
LANGUAGE sql STABLE
AS $$ SELECT count(*) FROM events WHERE "userId" = person; $$;

CREATE OR REPLACE VIEW active_subscriptions AS
  SELECT s.id, s."userId", s.plan FROM subscriptions s WHERE s.status = 'active';

-- Row level security ---------------------------------------------------------

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE patterns ENABLE ROW LEVEL SECURITY;
ALTER TABLE relationships ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE privacy_prefs ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;
ALTER TABLE user_integrations ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS "People read themselves" ON users;
CREATE POLICY "People read themselves" ON users
  FOR SELECT USING (auth.uid() = id);

DROP POLICY IF EXISTS "People change themselves" ON users;
CREATE POLICY "People change themselves" ON users
  FOR UPDATE USING (auth.uid() = id) WITH CHECK (auth.uid() = id);

DROP POLICY IF EXISTS "Own events" ON events;
CREATE POLICY "Own events" ON events
  FOR ALL TO authenticated USING (auth.uid() = "userId");

DROP POLICY IF EXISTS "Own subscription" ON subscriptions;
CREATE POLICY "Own subscription" ON subscriptions
  FOR SELECT USING (auth.uid() = "userId");

DROP POLICY IF EXISTS "Members see workflows" ON workflows;
CREATE POLICY "Members see workflows" ON workflows FOR SELECT USING (
  EXISTS (
    SELECT 1 FROM users u
    WHERE u.id = auth.uid() AND u."organizationId" = workflows."organizationId"
  )
);

DROP POLICY IF EXISTS "Service role writes the audit log" ON audit_logs;
CREATE POLICY "Service role writes the audit log" ON audit_logs
  FOR INSERT TO service_role WITH CHECK (true);

-- Privileges and descriptions ------------------------------------------------

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO authenticated;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO authenticated;
REVOKE ALL ON audit_logs FROM anon;

COMMENT ON TABLE users IS 'People who sign in; the row is made by a trigger on auth.users.';
COMMENT ON COLUMN users."loginCount" IS 'Counted by the sign-in hook; "since" the first sign-in';
COMMENT ON TABLE metrics_log IS 'Written by edge functions only';

INSERT INTO feature_flags (key, description, enabled) VALUES
  ('workflows.beta', 'Workflows; see the launch plan', true),
  ('patterns.v2', 'The second detector (it''s faster)', false)
ON CONFLICT (key) DO NOTHING;
