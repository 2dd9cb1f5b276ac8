import { describe, expect, test } from 'vitest'
import { cappedChanges, describedChanges } from '../../../../src/plan/scope/api/api.ts'
import type { FileChange } from '../../../../src/plan/scope/repository.ts'

const breaks = (path: string, before: string, after: string) =>
  describedChanges([{ path, status: 'modified' }], new Map([[path, before]]), new Map([[path, after]]))
    .filter(one => one.breaking)
    .map(({ what }) => what)

describe('OpenAPI', () => {
  const description = (paths: object, schemas: object = {}, more: object = {}) =>
    JSON.stringify({ openapi: '3.1.0', paths, components: { schemas }, ...more })
  const answer = (schema: object) => ({ responses: { 200: { content: { 'application/json': { schema } } } } })
  const body = (schema: object, required = false) => ({
    requestBody: { required, content: { 'application/json': { schema } } },
    responses: {},
  })
  const user = (properties: object, required: string[] = []) => ({
    User: { type: 'object', properties, required },
  })
  const ref = { $ref: '#/components/schemas/User' }
  const text = { type: 'string' }

  test.each<[string, string, string, string[]]>([
    [
      'a path',
      description({ '/a': { get: {} }, '/b': { get: {} } }),
      description({ '/a': { get: {} } }),
      ['path /b removed'],
    ],
    [
      'an operation',
      description({ '/a': { get: {}, put: {} } }),
      description({ '/a': { get: {} } }),
      ['operation PUT /a removed'],
    ],
    [
      'the name of a path parameter is nobody’s matter',
      description({ '/a/{id}': { get: {} } }),
      description({ '/a/{key}': { get: {} } }),
      [],
    ],
    [
      'a new required parameter',
      description({ '/a': { get: {} } }),
      description({ '/a': { get: { parameters: [{ in: 'query', name: 'q', required: true }] } } }),
      ['GET /a: new required parameter q'],
    ],
    [
      'a new optional parameter',
      description({ '/a': { get: {} } }),
      description({ '/a': { get: { parameters: [{ in: 'query', name: 'q' }] } } }),
      [],
    ],
    [
      'a parameter’s type',
      description({ '/a': { get: { parameters: [{ in: 'query', name: 'q', schema: text }] } } }),
      description({
        '/a': { get: { parameters: [{ in: 'query', name: 'q', schema: { type: 'integer' } }] } },
      }),
      ['GET /a: parameter q: type string became integer'],
    ],
    [
      'a response’s property',
      description({ '/a': { get: answer(ref) } }, user({ a: text, b: text })),
      description({ '/a': { get: answer(ref) } }, user({ a: text })),
      ['response User: property b removed'],
    ],
    [
      'a request may lose a property',
      description({ '/a': { post: body(ref) } }, user({ a: text, b: text })),
      description({ '/a': { post: body(ref) } }, user({ a: text })),
      [],
    ],
    [
      'a property required now',
      description({ '/a': { post: body(ref) } }, user({ a: text })),
      description({ '/a': { post: body(ref) } }, user({ a: text, c: text }, ['c', 'a'])),
      ['request User: property c is new and required', 'request User: property a is required now'],
    ],
    [
      'a value of an enum',
      description({ '/a': { post: body({ type: 'object', properties: { k: { enum: ['x', 'y'] } } }) } }),
      description({ '/a': { post: body({ type: 'object', properties: { k: { enum: ['x'] } } }) } }),
      ['POST /a request.k: value y removed'],
    ],
    [
      'security',
      description({ '/a': { get: {} } }),
      description({ '/a': { get: { security: [{ key: [] }] } } }),
      ['GET /a: security is required now'],
    ],
    [
      'a schema that refers to itself',
      description({ '/a': { get: answer(ref) } }, user({ friend: ref, a: text })),
      description({ '/a': { get: answer(ref) } }, user({ friend: ref, a: { type: 'number' } })),
      ['response User.a: type string became number'],
    ],
    [
      'alternatives are not judged',
      description({ '/a': { get: answer({ oneOf: [text] }) } }),
      description({ '/a': { get: answer({ oneOf: [{ type: 'number' }] }) } }),
      [],
    ],
    ['no description', '{"paths":{}}', '{"openapi":"3.0.0","paths":{}}', []],
  ])('%s', (_, before, after, expected) => {
    expect(breaks('api/openapi.json', before, after)).toEqual(expected)
  })

  test('YAML, Swagger 2, and texts that are no YAML', () => {
    const old =
      "swagger: '2.0'\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          schema: {type: object, properties: {x: {type: string}, y: {type: string}}}\n"
    expect(breaks('docs/swagger.yaml', old, old.replace(', y: {type: string}', ''))).toEqual([
      'GET /a response: property y removed',
    ])
    expect(breaks('docs/swagger.yaml', old, "swagger: '2.0'\npaths: [: {")).toEqual([])
  })
})

describe('protobuf', () => {
  const head = 'syntax = "proto3"; package x.v1;\n'
  test.each<[string, string, string, string[]]>([
    [
      'field removed',
      'message A { string a = 1; string b = 2; }',
      'message A { string a = 1; }',
      ['field b (2) of x.v1.A removed, its number not reserved'],
    ],
    [
      'field removed and reserved',
      'message A { string a = 1; string b = 2; }',
      'message A { reserved 2, 5 to 7; string a = 1; }',
      ['field b (2) of x.v1.A removed'],
    ],
    [
      'renumbered',
      'message A { string a = 1; }',
      'message A { string a = 3; }',
      ['field a of x.v1.A has another number: 1 became 3'],
    ],
    [
      'retyped',
      'message A { string a = 1; }',
      'message A { int32 a = 1; }',
      ['field a of x.v1.A: type string became int32'],
    ],
    ['the same on the wire', 'message A { int32 a = 1; }', 'message A { int64 a = 1; }', []],
    [
      'repeated',
      'message A { string a = 1; }',
      'message A { repeated string a = 1; }',
      ['field a of x.v1.A: became repeated'],
    ],
    [
      'renamed',
      'message A { string a = 1; }',
      'message A { string z = 1; }',
      ['field a of x.v1.A renamed to z'],
    ],
    [
      'rpc',
      'service S { rpc Do(A) returns (B); rpc Go(A) returns (stream B) {} }',
      'service S { rpc Do(A) returns (B) { option (x) = {y: 1}; } }',
      ['rpc x.v1.S.Go removed'],
    ],
    [
      'types of an rpc',
      'service S { rpc Do(A) returns (B); }',
      'service S { rpc Do(A) returns (stream B); }',
      ['rpc x.v1.S.Do has other types'],
    ],
    [
      'enum',
      'enum E { A = 0; B = 1; C = -2; }',
      'enum E { option allow_alias = true; A = 0; C = -2; }',
      ['value B of x.v1.E removed'],
    ],
    [
      'nested, oneof, map, options, comments',
      'message A { message N { string n = 1; } oneof o { string a = 1; N b = 2; } map<string, N> m = 3; }',
      'message A { // reserved 9;\n message N { string n = 1 [deprecated = true]; } N b = 2; map<string, N> m = 3; }',
      ['field a (1) of x.v1.A removed, its number not reserved'],
    ],
    [
      'message',
      'message A { string a = 1; } message B {}',
      'message A { string a = 1; }',
      ['message x.v1.B removed'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(breaks('x.proto', head + before, head + after)).toEqual(expected)
  })

  test('a message that moved to another file of the package is not removed; another package is another message', () => {
    const files: FileChange[] = [
      { path: 'a.proto', status: 'modified' },
      { path: 'b.proto', status: 'added' },
    ]
    const before = new Map([['a.proto', `${head}message A { string a = 1; }`]])
    expect(
      describedChanges(
        files,
        before,
        new Map([
          ['a.proto', head],
          ['b.proto', `${head}message A { string a = 1; }`],
        ]),
      ),
    ).toEqual([])
    expect(breaks('a.proto', `${head}message A {}`, 'package y.v1; message A {}')).toEqual([
      'message x.v1.A removed',
    ])
  })
})

describe('GraphQL', () => {
  test.each<[string, string, string, string[]]>([
    [
      'field',
      'type Query { a: String! b(x: Int = 1, y: [ID!]!): [User!]! }',
      'type Query { b(x: Int = 1, y: [ID!]!): [User!]! }',
      ['field Query.a removed'],
    ],
    ['type', 'type A { a: Int } """type B { x }""" scalar S', 'scalar S', ['type A removed']],
    ['nullable now', 'type A { a: Int! }', 'type A { a: Int }', ['field A.a: type Int! became Int']],
    ['surer now', 'type A { a: [Int] }', 'type A { a: [Int!]! }', []],
    [
      'required argument',
      'type A { a: Int }',
      'type A { a(x: Int!): Int }',
      ['new required argument x of A.a'],
    ],
    ['argument', 'type A { a(x: Int): Int }', 'type A { a: Int }', ['argument x of A.a removed']],
    [
      'input',
      'input I { a: Int }',
      'input I { a: Int! b: Int! c: Int! = 3 }',
      ['field I.a: type Int became Int!', 'new required field I.b'],
    ],
    [
      'enum and union',
      'enum E { A @deprecated(reason: "x") B } union U = A | B',
      'enum E { B } union U = A',
      ['value A of E removed', 'B is no longer of union U'],
    ],
    [
      'extensions and directives',
      'type A implements N & M @key(fields: "id") { a: Int } extend type A { b: Int }',
      'type A { a: Int b: Int }',
      [],
    ],
    [
      'queries are no schema',
      'query Q($type: Int) { type { a } } fragment F on A { b }',
      'query Q { c }',
      [],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(breaks('schema.graphql', before, after)).toEqual(expected)
  })
})

test('tests and samples describe nothing; the list is short, breaking first, each once', () => {
  const proto = ['message A {}', ''] as const
  expect(breaks('test/x.proto', ...proto)).toEqual([])
  expect(breaks('examples/x.proto', ...proto)).toEqual([])
  const many = Array.from({ length: 100 }, (_, i) => ({
    file: 'a',
    kind: 'openapi' as const,
    what: `w${i % 90}`,
    breaking: i === 89,
  }))
  const { api, omitted } = cappedChanges(many)
  expect([api.length, omitted, api[0]?.what]).toEqual([60, 30, 'w89'])
})

test('hostile descriptions end in time', () => {
  const start = performance.now()
  for (const text of ['message A {'.repeat(20_000), 'rpc '.repeat(50_000), '{'.repeat(100_000)])
    breaks('x.proto', text, `${text} `)
  for (const text of ['type A {'.repeat(20_000), 'union U = |'.repeat(20_000), '(a:'.repeat(30_000)])
    breaks('x.graphql', text, `${text} `)
  expect(performance.now() - start).toBeLessThan(3_000)
})
