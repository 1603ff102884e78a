export interface RedisAddress {
  readonly url: string;
  /** The text without the password: a server that does not know a command repeats all that it was told. */
  withoutSecrets(text: string): string;
}

const WANTED = "REDIS_URL is an address like redis://:password@host:6379/0, or rediss:// for TLS.";

/** Reads REDIS_URL. Throws a text that says what it should be, and not what it was: a password may be in it. */
export const readRedisAddress = (text: string): RedisAddress => {
  const wrong = (what: string) => new Error(`${WANTED} ${what}`);
  if (!URL.canParse(text)) throw wrong("This one cannot be read.");
  const { protocol, pathname, password } = new URL(text);
  if (protocol !== "redis:" && protocol !== "rediss:") throw wrong(`This one begins with ${protocol}//.`);
  if (!/^(\/\d*)?$/.test(pathname))
    throw wrong("Behind the host stands the number of a database, or nothing.");
  const secrets = [password, decoded(password)].filter((secret) => secret !== "");
  return {
    url: text,
    withoutSecrets: (told) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), told),
  };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`${WANTED} Write a % in the password as %25.`);
  }
};
