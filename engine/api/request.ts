// The one seam of the engine: a Kubernetes REST request and its answer, as plain values.

/** A Kubernetes REST request. `path` holds the query too; `body` is JSON or YAML text as the content type says. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The answer to an `ApiRequest`. Header names are lower case; `body` is JSON text unless the content type says otherwise. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** One event of a watch (API-68). `object` is shared with the engine and read-only. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: unknown;
}

/** Ends a watch. Calling it twice does nothing. */
export type Unsubscribe = () => void;

/** Reads a header whatever the case of its name. */
export function headerOf(request: ApiRequest, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(request.headers ?? {})) if (key.toLowerCase() === wanted) return value;
  return undefined;
}
