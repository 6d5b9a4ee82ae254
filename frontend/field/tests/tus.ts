import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";

interface Sent {
  method: string;
  headers: Record<string, string>;
}

/** The server's side of tus for one upload, under the client's own HTTP interface. */
export class FakeTus implements HttpStack {
  readonly requests: Sent[] = [];
  received = 0;
  length = 0;
  /** After so many requests the connection is gone. */
  dieAfter = Infinity;
  answerWith: { status: number; body: string } | null = null;

  getName = (): string => "fake";

  createRequest(method: string, url: string): HttpRequest {
    const sent: Sent = { method, headers: {} };
    return {
      getMethod: () => method,
      getURL: () => url,
      setHeader: (name, value) => void (sent.headers[name] = value),
      getHeader: (name) => sent.headers[name],
      setProgressHandler: () => undefined,
      send: (body: Blob | null) => this.answer(sent, body),
      abort: () => Promise.resolve(),
      getUnderlyingObject: () => null,
    };
  }

  private async answer(sent: Sent, body: Blob | Uint8Array | null): Promise<HttpResponse> {
    this.requests.push(sent);
    if (this.requests.length > this.dieAfter) throw new Error("network connection was lost");
    if (this.answerWith) return this.response(this.answerWith.status, {}, this.answerWith.body);
    if (sent.method === "POST") this.length = Number(sent.headers["Upload-Length"]);
    if (body) this.received += "size" in body ? body.size : body.length;
    const headers = { "Upload-Offset": String(this.received), "Upload-Length": String(this.length), Location: "/api/v1/photos/u1" };
    return this.response(sent.method === "POST" ? 201 : sent.method === "HEAD" ? 200 : 204, headers, "");
  }

  private response(status: number, headers: Record<string, string>, body: string): HttpResponse {
    return { getStatus: () => status, getHeader: (name) => headers[name], getBody: () => body, getUnderlyingObject: () => null };
  }
}
