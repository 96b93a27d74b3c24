import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes as they are, which no HTTP client would, and gives what came back until the other side hung up. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.on('error', () => {}); // a reset is an end too
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

/** A GET that asks for the connection to be closed behind it. */
export const rawGet = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: local\r\nConnection: close\r\n${headers}\r\n`;
