/** Where a broker is, and who asks. Nothing of it but `hosts` is for logs. */
export interface BrokerAddress {
  readonly hosts: readonly string[];
  readonly isTls: boolean;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
}

const PROTOCOLS = ["nats:", "tls:"];

/**
 * Reads `NATS_URL`: `nats://user:password@host:4222`, `nats://token@host`, `tls://…`; several servers with a comma
 * between. Throws for anything else, without repeating it.
 */
export const readBrokerAddress = (text: string): BrokerAddress => {
  const urls = text.split(",").map((part) => {
    const url = URL.canParse(part.trim()) ? new URL(part.trim()) : null;
    if (!url || !PROTOCOLS.includes(url.protocol) || url.hostname === "")
      throw new Error("NATS_URL must be nats://host:port or tls://host:port, several with a comma between.");
    return url;
  });
  const [{ username, password, protocol } = new URL("nats://none")] = urls;
  const name = decodeURIComponent(username);
  const word = decodeURIComponent(password);
  return {
    hosts: urls.map(({ host }) => host),
    isTls: protocol === "tls:",
    ...(name !== "" && (word === "" ? { token: name } : { user: name, pass: word })),
  };
};
