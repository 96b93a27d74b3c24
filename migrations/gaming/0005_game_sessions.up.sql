-- The relational record of a game played; its moves and live state are in DynamoDB, under the same game_id.
CREATE TABLE game_sessions (
    id UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    user_id UUID NOT NULL REFERENCES users(id),
    game_id VARCHAR(64) NOT NULL,
    game_type VARCHAR(50) NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'active',
    result VARCHAR(10),
    score INTEGER NOT NULL DEFAULT 0,
    region VARCHAR(20),
    started_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ended_at TIMESTAMP WITH TIME ZONE,
    metadata JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT game_sessions_player UNIQUE (game_id, user_id),
    CONSTRAINT game_sessions_status CHECK (status IN ('active', 'completed', 'abandoned')),
    CONSTRAINT game_sessions_result CHECK (result IN ('won', 'lost', 'draw')),
    CONSTRAINT game_sessions_times CHECK (ended_at IS NULL OR ended_at >= started_at)
);

CREATE INDEX game_sessions_user ON game_sessions (user_id, started_at DESC);
CREATE INDEX game_sessions_active ON game_sessions (started_at) WHERE status = 'active';
