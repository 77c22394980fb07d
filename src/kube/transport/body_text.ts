/**
 * The bytes of a body as text, as they come. `Response.text()` sets aside as much memory as the
 * answer's Content-Length says before anything has come, and Deno aborts the whole process where that
 * is more than there is: any server, or a fault on the way, could end the program with it.
 */
export async function bodyText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body) text += decoder.decode(bytes, { stream: true });
  return text + decoder.decode();
}
