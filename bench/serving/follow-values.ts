import { get } from "node:http";

/** Hears `values` of a server's stream; calls back with the instant of the newest tick in each set, UTC milliseconds. */
export const followValues = (
  address: string,
  headers: Readonly<Record<string, string>>,
  onValues: (asOf: number) => void,
): Promise<() => void> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const request = get({ hostname, port, path: "/v1/stream", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          const asOf = /^event: values\ndata: .*"kind":"factor".*"asOf":"([^"]+)"/.exec(
            text.slice(0, end),
          )?.[1];
          text = text.slice(end + 2);
          if (asOf) onValues(Date.parse(asOf));
        }
      });
      response.on("error", () => {});
      resolve(() => request.destroy());
    });
    request.once("error", reject);
  });
