import { asObject, below, Misplaced, object, parseChecked } from '../../core/checked.ts';

const SOURCE = { what: 'The settings', source: 'settings.json' };
const isText = (value: unknown, place: string) => {
  if (typeof value !== 'string') throw new Misplaced(place, 'must be a text');
};
const check = object<{ name: unknown }, null>({ name: isText }, { note: isText });
const parse = (text: string) => parseChecked(text, SOURCE, (value) => check(value, '', null));

describe('a document that a platform team writes', () => {
  it.each(['{"name":"a"}', '{"name":"a","note":"b"}'])('is taken as it is: %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['[]', 'the document must be an object with the members name, note'],
    ['null', 'the document must be an object with the members name, note'],
    ['7', 'the document must be an object with the members name, note'],
    ['{}', '/name is missing: add it'],
    ['{"name":1}', '/name must be a text'],
    ['{"name":"a","note":1}', '/note must be a text'],
    ['{"name":"a","x":1}', '/x is not known here: remove it, or use one of name, note'],
  ])('is refused with place and fix: %s', (text, wrong) => {
    expect(() => parse(text)).toThrow(new Error(`The settings in settings.json are wrong: ${wrong}.`));
  });

  it('is refused when it is not JSON, with where that shows', () => {
    expect(() => parse('{"name": a}')).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^The settings in settings\.json are not JSON: .*token 'a'.*\.$/),
        cause: expect.any(SyntaxError),
      }),
    );
  });

  it('does not take a defect of a check for one of the document', () => {
    const defect = new TypeError('undefined is not a function');
    const broken = () => {
      throw defect;
    };
    expect(() => parseChecked('{}', SOURCE, broken)).toThrow(defect);
  });
});

it('a list is no object', () => {
  expect(() => asObject([], '/a', 'an object')).toThrow(new Misplaced('/a', 'must be an object'));
});

it('a pointer escapes what has a meaning in pointers', () => {
  expect(below('/a', 'b/c~d')).toBe('/a/b~1c~0d');
});
