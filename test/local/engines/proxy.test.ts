import { once } from 'node:events';
import net from 'node:net';
import { EndpointProxy, openPair } from '../../../local/engines/proxy.ts';
import type { Endpoint } from '../../../local/engines/types.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A server that greets with its name and then says back what it hears. */
async function echo(name: string): Promise<Endpoint> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write(name);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(server);
  return { address: '127.0.0.1', port: (server.address() as net.AddressInfo).port };
}

async function open(): Promise<EndpointProxy> {
  const proxy = await EndpointProxy.open();
  opened.push(proxy);
  return proxy;
}

async function greeting(proxy: EndpointProxy): Promise<string> {
  const socket = net.connect(proxy.endpoint.port, proxy.endpoint.address);
  const [data] = await once(socket, 'data');
  socket.destroy();
  return String(data);
}

it('carries bytes both ways', async () => {
  const proxy = await open();
  proxy.setTargets([await echo('hello')]);
  const socket = net.connect(proxy.endpoint.port, proxy.endpoint.address);
  await once(socket, 'data');
  socket.write('bytes');
  expect(String((await once(socket, 'data'))[0])).toBe('bytes');
  socket.destroy();
});

it('takes its targets in turn', async () => {
  const proxy = await open();
  proxy.setTargets([await echo('a'), await echo('b')]);
  const heard = [await greeting(proxy), await greeting(proxy), await greeting(proxy)];
  expect(heard).toEqual(['a', 'b', 'a']);
});

it('ends a connection at once when there is no target', async () => {
  const proxy = await open();
  const socket = net.connect(proxy.endpoint.port, proxy.endpoint.address);
  await expect(once(socket, 'data')).rejects.toThrow(/ECONNRESET/);
});

it('cuts connections to a target that is no longer one and keeps the others', async () => {
  const proxy = await open();
  const [former, kept] = [await echo('a'), await echo('b')];
  proxy.setTargets([former, kept]);
  const first = net.connect(proxy.endpoint.port, proxy.endpoint.address);
  await once(first, 'data');
  const second = net.connect(proxy.endpoint.port, proxy.endpoint.address);
  await once(second, 'data');

  proxy.setTargets([kept]);

  await once(first, 'close');
  second.write('still');
  expect(String((await once(second, 'data'))[0])).toBe('still');
  second.destroy();
});

it('opens a pair on the same port of two addresses', async () => {
  const { writer, reader } = await openPair();
  opened.push(writer, reader);
  expect(reader.endpoint.port).toBe(writer.endpoint.port);
  expect(reader.endpoint.address).not.toBe(writer.endpoint.address);
});
