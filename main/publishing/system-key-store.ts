import { safeStorage } from "electron";
import type { KeyStore } from "./secrets.ts";

/** What Electron falls back to on a Linux without a keyring: a password that stands in its source. */
const HIDES_NOTHING = ["basic_text", "unknown"];

/** Keychain, DPAPI, or a Linux keyring. */
export const systemKeyStore = (): KeyStore => ({
  isAvailable: () =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== "linux" || !HIDES_NOTHING.includes(safeStorage.getSelectedStorageBackend())),
  seal: (text) => safeStorage.encryptString(text).toString("base64"),
  open: (sealed) => {
    try {
      return safeStorage.decryptString(Buffer.from(sealed, "base64"));
    } catch {
      return null;
    }
  },
});
