// Requests to the server, all below the page's own address, which carries the token.

/** This page's name for the server; a reload is a new page. */
export const client = crypto.randomUUID();

/** Thrown for a request that the server cannot meet; its message is for the user. */
export class Problem extends Error {}

async function post(path, body, signal) {
  const response = await fetch(`api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client, ...body }),
    signal,
  });
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Problem(answer.problem ?? `the server answered ${response.status}`);
  }
  return response;
}

/** Posts a request and gives its JSON answer. */
export async function ask(path, body = {}, signal) {
  return (await post(path, body, signal)).json();
}

/** Posts a request whose answer is a stream of events; calls `on[event](data)` for each. */
export async function listen(path, body, on, signal) {
  const response = await post(path, body, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const match = /^event: (.*)\ndata: (.*)$/s.exec(part);
      if (match) on[match[1]]?.(JSON.parse(match[2]));
    }
  }
}

export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}
