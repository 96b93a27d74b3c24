-- uuid_generate_v4() is the default of every primary key that follows.
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
