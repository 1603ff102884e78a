import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
};

/** The file a request's path names inside `folder`, or null when it points outside or is of no known kind. */
export const resolveInside = (folder: string, pathname: string): string | null => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const relative = normalize(decoded === "/" ? "/index.html" : decoded);
  if (decoded.includes("\0") || relative.split(sep).includes("..")) return null;
  return extname(relative) in contentTypes ? join(folder, relative) : null;
};

/** Answers a custom protocol's requests from one folder, with the headers the caller gives for each file. */
export const serveFolder =
  (folder: string, headersFor: (pathname: string) => Readonly<Record<string, string>>) =>
  async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const path = request.method === "GET" ? resolveInside(folder, pathname) : null;
    const body = path ? await readFile(path).catch(() => null) : null;
    if (!path || !body)
      return new Response("Not found", { status: 404, headers: { "content-type": "text/plain" } });
    return new Response(new Uint8Array(body), {
      headers: {
        "content-type": contentTypes[extname(path)]!,
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
        ...headersFor(pathname),
      },
    });
  };
