/**
 * All that a window's preload puts on `window.asof`: one function to ask, one to listen, one for dropped files. The app contract says
 * what may be asked; both ends parse.
 */
export interface AsofBridge {
  invoke(channel: string, input: unknown): Promise<unknown>;
  /**
   * Grants files that the user dropped on the page; answers as `import/pick` does. The page hands over the files
   * themselves: it learns no path, and cannot make one up.
   */
  grantFiles(files: readonly File[]): Promise<unknown>;
  onEvent(listener: (name: string, payload: unknown) => void): () => void;
}

/** The message by which a kernel's port reaches a window's page, beside the transferred MessagePort. */
export interface KernelPortMessage {
  readonly type: "asof:kernel-port";
  readonly kernelId: number;
}

/** The message by which a kernel window's page receives its two ports: [client, store]. */
export interface KernelBootMessage {
  readonly type: "asof:kernel-boot";
}
