import { describe, expect, test } from 'vitest'
import { credentialsIn } from '../../../../src/plan/scope/signals/credentials.ts'
import { deliveryChanges } from '../../../../src/plan/scope/signals/delivery.ts'
import { environmentCandidates } from '../../../../src/plan/scope/signals/environment.ts'
import { flagCandidates, flagServices } from '../../../../src/plan/scope/signals/flags.ts'
import { changeShape } from '../../../../src/plan/scope/signals/shape.ts'

const lines = (path: string, added: string[], removed: string[] = []) => ({ path, added, removed })

test.each([
  ['src/a.ts', 'const x = process.env.PAY_KEY ?? process.env["PAY_URL"]', ['PAY_KEY', 'PAY_URL']],
  ['web/a.vue', 'import.meta.env.VITE_PAY', ['VITE_PAY']],
  [
    'app/a.py',
    'os.environ["PAY_KEY"] or os.environ.get("PAY_URL") or os.getenv("PAY_ID")',
    ['PAY_KEY', 'PAY_URL', 'PAY_ID'],
  ],
  ['a.go', 'os.Getenv("PAY_KEY"); os.LookupEnv("PAY_URL")', ['PAY_KEY', 'PAY_URL']],
  ['lib/a.rb', 'ENV["PAY_KEY"] || ENV.fetch("PAY_URL")', ['PAY_KEY', 'PAY_URL']],
  ['src/A.java', 'System.getenv("PAY_KEY")', ['PAY_KEY']],
  ['src/a.rs', 'std::env::var("PAY_KEY")', ['PAY_KEY']],
  ['src/a.php', "getenv('PAY_KEY'); env('PAY_URL')", ['PAY_KEY', 'PAY_URL']],
  ['src/A.cs', 'Environment.GetEnvironmentVariable("PAY_KEY")', ['PAY_KEY']],
  ['src/a.c', 'secure_getenv("PAY_KEY")', ['PAY_KEY']],
  ['.env.example', 'PAY_KEY=secret', ['PAY_KEY']],
  ['docker-compose.yml', `      PAY_KEY: $\{PAY_URL:-x}`, ['PAY_URL', 'PAY_KEY']],
  ['deploy/app.yaml', '        - name: PAY_KEY', ['PAY_KEY']],
  ['src/a.ts', 'process.env.NODE_ENV', []],
  ['test/a.test.ts', 'process.env.PAY_KEY', []],
  ['scripts/release.mjs', 'process.env.PAY_KEY', []],
  ['src/a.ts', 'process.env.PAY_TEST_KEY ?? process.env.E2E_URL', []],
  ['src/a.ts', '// such as process.env.PAY_KEY', []],
  ['lib/a.rb', '  # ENV["PAY_KEY"]', []],
  ['src/a.c', '#define KEY getenv("PAY_KEY")', ['PAY_KEY']],
  ['web-test-runner.config.mjs', 'process.env.PAY_KEY', []],
])('%s: %s', (path, line, expected) => {
  expect(
    environmentCandidates([lines(path, [line])])
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...expected].sort())
})

test('a variable that only moved is not new; values are not kept', () => {
  expect(
    environmentCandidates([
      lines('a.ts', ['process.env.PAY_KEY']),
      lines('b.ts', [], ['process.env.PAY_KEY']),
    ]),
  ).toEqual([])
  expect(JSON.stringify(environmentCandidates([lines('.env.example', ['PAY_KEY=hunter2'])]))).not.toContain(
    'hunter2',
  )
})

describe('feature flags', () => {
  test.each([
    ['launchdarkly-node-server-sdk', "await client.boolVariation('new-cart', user, false)", 'new-cart'],
    ['unleash-client', 'unleash.isEnabled("new-cart")', 'new-cart'],
    ['@openfeature/server-sdk', "client.getBooleanValue('new-cart', false)", 'new-cart'],
    ['github.com/open-feature/go-sdk', 'client.BooleanValue(ctx, "new-cart", false, e)', 'new-cart'],
    ['flagsmith', 'flagsmith.hasFeature("new-cart")', 'new-cart'],
    ['@growthbook/growthbook', 'gb.isOn("new-cart")', 'new-cart'],
    ['configcat-node', "await client.getValueAsync('new-cart', false)", 'new-cart'],
    ['@splitsoftware/splitio', 'client.getTreatment("new-cart")', 'new-cart'],
    ['posthog-js', "posthog.isFeatureEnabled('new-cart')", 'new-cart'],
    ['statsig-node', 'statsig.checkGate("new-cart")', 'new-cart'],
    ['express', 'thing.isEnabled("new-cart")', undefined],
  ])('%s: %s', (dependency, line, key) => {
    const { added } = flagCandidates([lines('src/a.ts', [line])], flagServices([dependency]))
    expect(added.map(({ name }) => name)).toEqual(key ? [key] : [])
  })

  test('added and removed apart', () => {
    const found = flagCandidates(
      [lines('a.ts', ['u.isEnabled("k.a"); u.isEnabled("k.b")'], ['u.isEnabled("k.b"); u.isEnabled("k.c")'])],
      ['Unleash'],
    )
    expect([found.added.map(({ name }) => name), found.removed.map(({ name }) => name)]).toEqual([
      ['k.a'],
      ['k.c'],
    ])
  })
})

test('credentials: by name and by form, never in tests, samples or code that looks for them; no value is kept', () => {
  const key = `AKIA${'Q7XYZ1234567ABCD'}`
  const begin = '-----BEGIN RSA PRIVATE KEY-----'
  const files = [
    'config/server.key',
    'deploy/id_rsa',
    'test/fixtures/server.key',
    '.env',
    '.env.example',
    'src/keyboard.ts',
  ].map(path => ({ path, status: 'added' as const }))
  const found = credentialsIn(files, [
    lines('src/a.ts', [`const key = '${key}'`]),
    lines('config/b.yml', [begin]),
    lines('src/scan.ts', [`const form = /${key}[A-Z]{2}/`, `if (text.startsWith('${begin}')) {}`]),
    lines('test/a.test.ts', [key]),
    lines('src/old.ts', [key], [key]),
  ])
  expect(found.map(({ file, what }) => `${what}: ${file}`)).toEqual([
    'private key: config/server.key',
    'private SSH key: deploy/id_rsa',
    'environment file with values: .env',
    'AWS access key: src/a.ts',
    'private key: config/b.yml',
  ])
  expect(JSON.stringify(found)).not.toContain(key)
})

test('an environment file counts by what it holds, not by its name', () => {
  const held = (...added: string[]) =>
    credentialsIn([{ path: '.env', status: 'added' }], [lines('.env', added)]).map(({ what }) => what)
  expect(held('DB_PASSWORD=k3Yx9QmR2v')).toEqual(['environment file with values'])
  expect(held('PORT=3000', 'DB_PASSWORD=', 'API_TOKEN=change-me', `SECRET_KEY="\${VAULT}"`)).toEqual([])
  expect(held('###> symfony/framework-bundle ###', 'APP_SECRET=5f9e2c1a7b')).toEqual([])
  const edited = [{ path: '.env', status: 'modified' as const }]
  expect(credentialsIn(edited, [lines('.env', ['API_TOKEN=k3Yx9QmR2v'])])).toHaveLength(1)
  expect(credentialsIn(edited, [])).toEqual([])
})

test('delivery: images, manifests, Terraform', () => {
  const found = deliveryChanges([
    lines('Dockerfile', ['FROM node:22-alpine AS build'], ['FROM node:20-alpine AS build']),
    lines(
      'k8s/app.yaml',
      ['apiVersion: apps/v1', '  - image: redis:8'],
      ['apiVersion: apps/v1beta1', '  - image: redis:7', 'kind: PodDisruptionBudget'],
    ),
    lines(
      'infra/main.tf',
      ['resource "aws_s3_bucket" "a" {', '  version = "~> 6.0"'],
      ['resource "aws_s3_bucket" "a" {', 'resource "aws_db_instance" "main" {', '  version = "~> 5.0"'],
    ),
    lines('test/Dockerfile', ['FROM a:2'], ['FROM a:1']),
  ])
  expect(found.map(({ what }) => what)).toEqual([
    'base image node:20-alpine → node:22-alpine',
    'image redis:7 → redis:8',
    'API version apps/v1beta1 → apps/v1',
    'a PodDisruptionBudget removed',
    'aws_db_instance.main removed: applying it deletes the resource',
    'version ~> 5.0 → ~> 6.0',
  ])
})

test('the shape: shares, folders, evenness, lateness', () => {
  const file = (path: string, insertions: number) => ({
    path,
    status: 'modified' as const,
    insertions,
    deletions: 0,
  })
  const commit = (date: string) => ({
    commit: date,
    parents: [],
    date,
    author: 'a',
    subject: '',
    body: '',
    merge: false,
  })
  const shape = changeShape(
    {
      to_commit: 'x',
      to_date: '2026-03-10T12:00:00Z',
      commits: [
        commit('2026-03-10T12:00:00Z'),
        commit('2026-03-08T23:00:00+02:00'),
        commit('2026-03-01T00:00:00Z'),
      ],
      omitted: 0,
      files: [file('src/a.ts', 50), file('src/b.ts', 50), file('lib/c.ts', 0), file('test/a.test.ts', 100)],
      insertions: 200,
      deletions: 0,
      authors: [],
      cherryPicked: 0,
      notes: [],
    },
    { newcomers: 2, lateLines: 50 },
  )
  expect(shape).toEqual({
    code_lines: 100,
    test_lines: 100,
    code_files: 3,
    test_files: 1,
    directories: 2,
    entropy: 1,
    largest_folder: 'src',
    newcomers: 2,
    late_commits: 2,
    late_share: 0.25,
  })
})
