import { createRequire } from 'node:module';
import vm from 'node:vm';

const { TestEnvironment } = createRequire(createRequire(import.meta.url).resolve('jest'))(
  'jest-environment-node',
);

/**
 * Jest's environment for Node with an ordinary global object. Jest's own is a proxy, and every `Array`, `Math` or
 * `Symbol` in a test or in what it loads goes through it: the tests take a third longer.
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
  }
}
