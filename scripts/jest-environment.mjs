import { createRequire } from 'node:module';
import { types } from 'node:util';
import vm from 'node:vm';

const require = createRequire(import.meta.url);
const { TestEnvironment } = createRequire(require.resolve('jest'))('jest-environment-node');

/** What libraries of Node's realm and tests hand to each other. */
const SHARED = { Date, Map, Set, WeakMap, WeakSet, requireOutside: require };
const ERRORS = ['Error', 'TypeError', 'RangeError', 'SyntaxError'];
for (const name of ERRORS) adopt(globalThis[name]);

/**
 * Jest's environment for Node with an ordinary global object. Jest's own is a proxy, and every `Array`, `Math` or
 * `Symbol` in a test or in what it loads goes through it. Libraries come from Node's own realm, see `jest-outside.mjs`
 * and docs/adr/0046: their errors are errors here, their dates dates, and the variables of the
 * environment the same; a file's changes of these end with it.
 */
export default class extends TestEnvironment {
  constructor(...args) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...args);
    } finally {
      vm.createContext = createContext;
    }
    Object.assign(this.global, SHARED);
    for (const name of ERRORS) adopt(this.global[name]);
    this.environmentBefore = { ...process.env };
    this.global.process.env = process.env;
  }

  async teardown() {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.environmentBefore);
    await super.teardown();
  }
}

/** `instanceof` is true for errors of every realm; our own subclasses go by their prototype as ever. */
function adopt(Native) {
  const ordinary = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Native, Symbol.hasInstance, {
    configurable: true,
    value(candidate) {
      if (this !== Native || ordinary.call(this, candidate)) return ordinary.call(this, candidate);
      return types.isNativeError(candidate) && constructorsOf(candidate).includes(Native.name);
    },
  });
}

function constructorsOf(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null ? [] : [prototype.constructor?.name, ...constructorsOf(prototype)];
}
