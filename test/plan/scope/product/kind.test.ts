import { expect, test } from 'vitest'
import { productKind } from '../../../../src/plan/scope/product/kind.ts'

const kindOf = (files: Record<string, string>) =>
  productKind({
    files: Object.keys(files),
    manifests: new Map(Object.entries(files).filter(([, text]) => text)),
  })

test.each([
  [
    'a Python package',
    {
      'pyproject.toml': '[build-system]\nbuild-backend = "flit_core.buildapi"\n[project]\nname = "Flask"\n',
      'src/flask/app.py': '',
      'examples/x/Dockerfile': '',
    },
    'library',
  ],
  [
    'an Express server',
    {
      'package.json':
        '{"name":"x","private":true,"dependencies":{"express":"4"},"scripts":{"start":"node ."}}',
      Dockerfile: '',
      'compose.yaml': '',
    },
    'service',
  ],
  [
    'a Maven library with a part for Android',
    { 'pom.xml': '', 'bom/pom.xml': '', 'quic/src/main/AndroidManifest.xml': '' },
    'library',
  ],
  [
    'a Maven program in archives',
    { 'pom.xml': '', 'app/src/main/assembly/bin.xml': '', 'its/debian/Dockerfile': '' },
    'distributed',
  ],
  [
    'a program with a container for its pipeline',
    { '.github/actions/x/Dockerfile': '', 'src/main.rs': '' },
    'distributed',
  ],
  ['a Django site', { 'manage.py': '', 'requirements.txt': 'django==5.0\n', Procfile: '' }, 'service'],
  [
    'a Kubernetes controller',
    {
      'go.mod': 'module x\n',
      'cmd/controller/main.go': '',
      Dockerfile: '',
      'manifests/crds/x.yaml': '',
      'manifests/install.yaml': '',
    },
    'distributed',
  ],
  ['a Go program', { 'go.mod': 'module x\n', 'main.go': '', '.goreleaser.yml': '' }, 'distributed'],
  ['a Go library', { 'go.mod': 'module x\n', 'x.go': '' }, 'library'],
  [
    'a C server',
    { Makefile: '', 'src/server.c': '', 'redis.conf': '', 'utils/x.service': '' },
    'distributed',
  ],
  ['an npm command', { 'package.json': '{"name":"x","bin":{"x":"x.js"},"version":"1.0.0"}' }, 'distributed'],
  [
    'an npm library',
    { 'package.json': '{"name":"x","version":"1.0.0","exports":"./x.js","devDependencies":{"express":"4"}}' },
    'library',
  ],
  [
    'a monorepo of packages',
    {
      'package.json': '{"private":true}',
      'packages/a/package.json': '{"name":"a","version":"1.0.0","main":"a.js"}',
      'packages/b/package.json': '{"name":"b","version":"1.0.0","main":"b.js"}',
      '.changeset/config.json': '',
    },
    'library',
  ],
  ['a Rust library', { 'Cargo.toml': '[package]\nname = "x"\n', 'src/lib.rs': '' }, 'library'],
  ['an Android app', { 'app/src/main/AndroidManifest.xml': '', 'build.gradle': '' }, 'mobile'],
  ['an iOS app', { 'App.xcodeproj/project.pbxproj': '', Podfile: '' }, 'mobile'],
  [
    'an Electron app',
    { 'package.json': '{"name":"x","main":"main.js","devDependencies":{"electron":"30"}}' },
    'desktop',
  ],
  [
    'a Tauri app',
    { 'src-tauri/tauri.conf.json': '', 'src-tauri/src/main.rs': '', 'package.json': '{"private":true}' },
    'desktop',
  ],
  ['Terraform', { 'main.tf': '', 'modules/vpc/main.tf': '' }, 'infrastructure'],
  ['a service with some Terraform', { 'infra/main.tf': '', 'manage.py': '', Dockerfile: '' }, 'service'],
  ['a dbt project', { 'dbt_project.yml': '', 'models/x.sql': '' }, 'data'],
  ['Airflow', { 'dags/daily.py': '', 'requirements.txt': 'apache-airflow==2.9\n', Dockerfile: '' }, 'data'],
])('%s', (_, files, expected) => {
  const kind = kindOf(files)
  expect(kind.value).toBe(expected)
  expect(kind.evidence.length).toBeGreaterThan(0)
  expect(kind.why).toContain(kind.evidence[0])
})

test('without a sign the kind is an assumption that says so', () => {
  expect(kindOf({ 'README.md': '', 'test/Dockerfile': '' })).toMatchObject({
    value: 'service',
    why: expect.stringMatching(/^assumed: /),
    evidence: [],
  })
})

test.each([
  [
    {
      'pyproject.toml': '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "x"\n',
      '.github/workflows/publish.yaml': '',
    },
    {
      registry: 'pypi',
      name: 'x',
      publishTool: 'hatch',
      config: 'pyproject.toml',
      workflow: '.github/workflows/publish.yaml',
    },
  ],
  [
    { 'package.json': '{"name":"@a/b","version":"1.0.0","main":"x"}', '.releaserc.json': '' },
    { registry: 'npm', name: '@a/b', publishTool: 'semantic-release', config: '.releaserc.json' },
  ],
  [{ 'package.json': '{"name":"x","private":true}' }, { registry: 'npm', private: true }],
  [
    { 'go.mod': 'module example.org/x/v2\n', 'main.go': '', '.goreleaser.yaml': '' },
    { registry: 'go', name: 'example.org/x/v2', publishTool: 'goreleaser', config: '.goreleaser.yaml' },
  ],
  [{ 'manage.py': '', Dockerfile: '' }, { registry: 'container' }],
  [{ 'x.gemspec': '' }, { registry: 'rubygems', name: 'x' }],
  [
    { 'pom.xml': '<project><parent><artifactId>p</artifactId></parent><artifactId>a</artifactId></project>' },
    { registry: 'maven', name: 'a' },
  ],
  [{ Makefile: '' }, undefined],
])('where %j is published', (files, expected) => {
  expect(kindOf(files as Record<string, string>).ecosystem).toEqual(expected)
})
