import type { Socket } from "node:net";
import { errorTable } from "../contract/errors.ts";

/** Bytes that are no HTTP request get a problem too, and lose the connection. */
export function refuseConnection(error: { readonly code: string }, socket: Socket, requestId: string): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const detail =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "The request's headers are too large."
      : "This is not a valid HTTP request.";
  const { status, title } = errorTable.bad_request;
  const problem = {
    type: "about:blank/bad_request",
    title,
    status,
    detail,
    code: "bad_request",
    instance: "/",
    request_id: requestId,
  };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\ncontent-type: application/problem+json\r\nx-request-id: ${requestId}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
