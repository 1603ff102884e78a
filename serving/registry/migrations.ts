/** The registry's schema, step by step. A step that was released is never changed: a new one follows. */
export const migrations: readonly { readonly id: number; readonly statements: readonly string[] }[] = [
  {
    id: 1,
    statements: [
      `create table bundles (
        digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
        document text not null,
        signed_by text,
        evidence text not null,
        uploaded_by text not null,
        uploaded_at text not null
      )`,
      `create table strategies (
        id text primary key,
        desk text not null,
        revision bigint not null check (revision > 0),
        state text not null
      )`,
      `create table policies (desk text primary key, revision bigint not null, policy text not null)`,
      `create table audit (
        seq bigint primary key,
        at text not null,
        actor text not null,
        action text not null,
        subject text not null,
        details text not null,
        previous_hash text not null,
        hash text not null unique
      )`,
      // The end of the log, in a row of its own: who holds it has the turn, on however many servers.
      `create table audit_head (one boolean primary key default true check (one), seq bigint not null, hash text not null)`,
      `insert into audit_head (seq, hash) values (0, repeat('0', 64))`,
      `create table outbox (seq bigint primary key, at text not null, topic text not null, payload text not null)`,
      `create table answers (
        actor text not null,
        key text not null,
        fingerprint text not null,
        status integer not null,
        etag text,
        body text not null,
        at text not null,
        primary key (actor, key)
      )`,
      `create table tokens (
        id text primary key,
        secret_hash text not null,
        subject text not null,
        roles text not null,
        issued_by text not null,
        issued_at text not null,
        expires_at text not null,
        revoked_at text
      )`,
      // What was released does not change, whoever asks.
      `create function refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'the audit log is only added to'; end $$`,
      `create trigger audit_is_only_added_to before update or delete on audit
        for each row execute function refuse_change()`,
    ],
  },
  {
    id: 2,
    statements: [
      // Numbered anew with each writing, so that other servers find what they have not read.
      `create sequence value_set_seq`,
      `create table value_sets (
        kind text not null,
        name text not null,
        version integer not null,
        known_at bigint not null,
        seq bigint not null default nextval('value_set_seq'),
        as_of bigint not null,
        computed_at bigint not null,
        bundle text not null,
        snapshot text not null,
        ids text not null,
        bits text not null,
        primary key (kind, name, version, known_at)
      )`,
      `create index value_sets_by_seq on value_sets (seq)`,
    ],
  },
  {
    id: 3,
    statements: [
      // Whose data the values come from: a server with another store does not go on in its place.
      `create table data_store (one boolean primary key default true check (one), name text not null)`,
    ],
  },
  {
    id: 4,
    statements: [
      // Which keys were recorded last is asked before each use of one.
      `create index audit_of_keys on audit (seq) where action = 'keys/trusted'`,
    ],
  },
];
