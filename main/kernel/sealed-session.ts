import { type Session, session } from "electron";

/** A letter first: a host of digits alone would be read as an IPv4 address. */
export const kernelOrigin = (kernelId: number): string => `kernel://k${kernelId}`;

/**
 * A session that reaches nothing: in memory, one per kernel; every request but the kernel's own files is
 * cancelled, the proxy is dead, every permission denied, every download refused.
 */
export const createSealedSession = async (kernelId: number): Promise<Session> => {
  const sealed = session.fromPartition(`kernel-${kernelId}`, { cache: false });
  const own = `${kernelOrigin(kernelId)}/`;
  sealed.webRequest.onBeforeRequest({ urls: ["<all_urls>"] }, (details, answer) => {
    answer({ cancel: !details.url.startsWith(own) });
  });
  sealed.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  sealed.setPermissionCheckHandler(() => false);
  sealed.setDevicePermissionHandler(() => false);
  sealed.on("will-download", (event) => event.preventDefault());
  // Port 9 discards; nothing listens there, so even a request that slipped through would go nowhere.
  await sealed.setProxy({
    mode: "fixed_servers",
    proxyRules: "127.0.0.1:9",
    proxyBypassRules: "<-loopback>",
  });
  return sealed;
};
