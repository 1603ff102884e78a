const EXTENSION = ".pem";

/**
 * The name of the file that holds a person's public key. An issuer's `sub` may hold anything, and systems differ in what
 * a file may be called: all but letters, digits, `.`, `_` and `-` is written as in an address, `oidc%3Amara.pem`.
 */
export const keyFileName = (subject: string): string =>
  `${subject.replace(/[^\w.-]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)}${EXTENSION}`;

/** Whose key a file holds; null where its name is none of `keyFileName`. */
export const subjectOfKeyFile = (name: string): string | null => {
  try {
    const subject = decodeURIComponent(name.slice(0, -EXTENSION.length));
    return keyFileName(subject) === name ? subject : null;
  } catch {
    return null;
  }
};
