import type { Kind } from '../../kinds/profile.ts'

/** One sign of what a product is. Weights add up; a sign that nearly decides alone weighs 4 or 5. */
export type KindRule = {
  kind: Kind
  weight: number
  reason: string
  /** A tracked file of the product itself (no tests, documents, examples, copies). */
  path?: RegExp
  /** How many such files it takes; one by default. */
  least?: number
  /** A direct dependency that is shipped; `dev` also takes one for development. */
  requires?: RegExp
  dev?: true
  /** Counts only where no file matches this. */
  without?: RegExp
}

const PROGRAM = /(?:^|\/)main\.(?:go|rs)$|(?:^|\/)src\/bin\//

export const kindRules: KindRule[] = [
  {
    kind: 'mobile',
    weight: 4,
    reason: 'an Android app',
    path: /(?:^|\/)AndroidManifest\.xml$/,
    without: /^pom\.xml$/,
  },
  { kind: 'mobile', weight: 3, reason: 'an iOS app', path: /(?:^|\/)(?:Podfile|Info\.plist)$|\.xcodeproj\// },
  { kind: 'mobile', weight: 3, reason: 'a Flutter project', path: /^pubspec\.yaml$/ },
  { kind: 'mobile', weight: 2, reason: 'store uploads by fastlane', path: /(?:^|\/)fastlane\/Fastfile$/ },
  {
    kind: 'mobile',
    weight: 4,
    reason: 'a framework for mobile apps',
    requires: /^(?:react-native|expo|@capacitor\/core|@ionic\/.+|@nativescript\/core)$/,
  },

  { kind: 'desktop', weight: 5, reason: 'a Tauri app', path: /(?:^|\/)tauri\.conf\.json5?$/ },
  { kind: 'desktop', weight: 4, reason: 'an Electron app', requires: /^electron$/, dev: true },
  {
    kind: 'desktop',
    weight: 3,
    reason: 'desktop installers',
    path: /(?:^|\/)(?:electron-builder\.[^/]+|forge\.config\.\w+)$|\.(?:iss|wxs)$/,
  },
  {
    kind: 'desktop',
    weight: 3,
    reason: 'a desktop interface',
    requires: /^(?:pyside6|pyqt[56]|wxpython|eframe|iced|fyne\.io\/fyne)$/,
  },

  { kind: 'data', weight: 5, reason: 'a dbt project', path: /(?:^|\/)dbt_project\.yml$/ },
  {
    kind: 'data',
    weight: 4,
    reason: 'workflow definitions',
    path: /(?:^|\/)dags\/.+\.py$|^databricks\.yml$/,
  },
  { kind: 'data', weight: 3, reason: 'a data pipeline', path: /(?:^|\/)dvc\.yaml$/ },
  {
    kind: 'data',
    weight: 3,
    reason: 'a data orchestrator',
    requires: /^(?:apache-airflow|dagster|prefect|kedro|luigi|pyspark)$/,
  },
  { kind: 'data', weight: 2, reason: 'notebooks', path: /\.ipynb$/, least: 3 },

  { kind: 'infrastructure', weight: 4, reason: 'Terraform at the root', path: /^[^/]+\.tf$/ },
  {
    kind: 'infrastructure',
    weight: 4,
    reason: 'Terraform modules',
    path: /\.(?:tf|bicep)$|(?:^|\/)terragrunt\.hcl$/,
    without: /\.(?:go|rs|java|kt|rb|php|cs|[cm]?[jt]sx?|py)$/,
  },
  {
    kind: 'infrastructure',
    weight: 5,
    reason: 'infrastructure as a program',
    path: /^(?:Pulumi\.yaml|cdk\.json|helmfile\.ya?ml)$/,
  },
  { kind: 'infrastructure', weight: 4, reason: 'Ansible', path: /^ansible\.cfg$|^roles\/[^/]+\/tasks\// },
  {
    kind: 'infrastructure',
    weight: 3,
    reason: 'charts or manifests and no program',
    path: /(?:^|\/)(?:Chart|kustomization)\.ya?ml$/,
    without: /\.(?:go|rs|java|kt|rb|php|cs|[cm]?[jt]sx?|py|c|cpp)$/,
  },

  {
    kind: 'service',
    weight: 3,
    reason: 'a hosting platform deploys it',
    path: /^(?:Procfile|fly\.toml|render\.ya?ml|app\.yaml|serverless\.ya?ml|railway\.(?:json|toml)|wrangler\.(?:toml|jsonc?)|vercel\.json)$/,
  },
  {
    kind: 'service',
    weight: 2,
    reason: 'a web framework serves it',
    requires:
      /^(?:express|fastify|koa|@hapi\/hapi|@nestjs\/core|next|nuxt|@remix-run\/node|@sveltejs\/kit|django|fastapi|flask|tornado|rails|sinatra|hanami|laravel\/framework|symfony\/framework-bundle|org\.springframework\.boot:spring-boot-starter-web(?:flux)?|github\.com\/(?:gin-gonic\/gin|labstack\/echo|gofiber\/fiber)|actix-web|axum|rocket)$/,
  },
  {
    kind: 'service',
    weight: 2,
    reason: 'a web application',
    path: /(?:^|\/)(?:manage\.py|config\/routes\.rb|artisan|asgi\.py|wsgi\.py|src\/main\/resources\/application\.(?:ya?ml|properties))$/,
  },
  {
    kind: 'service',
    weight: 2,
    reason: 'runs under a process manager',
    path: /^(?:ecosystem\.config\.[cm]?js|supervisord?\.conf)$/,
  },
  {
    kind: 'service',
    weight: 2,
    reason: 'deployed per environment',
    path: /(?:^|\/)(?:overlays|environments|envs)\/(?:prod|production|staging)[^/]*\//,
  },
  {
    kind: 'service',
    weight: 1.5,
    reason: 'a container image',
    path: /^(?!(?:.*\/)?\.)(?:.*\/)?(?:[^/.]+[-.])?(?:Dockerfile|dockerfile|Containerfile)(?:\.[^/]+)?$/,
  },
  { kind: 'service', weight: 1, reason: 'started by compose', path: /^(?:docker-)?compose[^/]*\.ya?ml$/ },
  {
    kind: 'service',
    weight: 1.5,
    reason: 'a web page of its own',
    path: /^(?:index\.html|public\/index\.html|src\/app\.html)$/,
  },

  {
    kind: 'distributed',
    weight: 4,
    reason: 'binaries built for several systems',
    path: /^\.goreleaser[^/]*\.ya?ml$|^dist-workspace\.toml$/,
  },
  {
    kind: 'distributed',
    weight: 3,
    reason: 'extends Kubernetes for others',
    path: /(?:^|\/)crds?\/.+\.ya?ml$|(?:^|\/)config\/crd\//,
  },
  {
    kind: 'distributed',
    weight: 2,
    reason: 'others install its manifests',
    path: /(?:^|\/)manifests\/[^/]*install[^/]*\.ya?ml$|(?:^|\/)config\/manager\/|^charts\/[^/]+\/Chart\.yaml$/,
  },
  {
    kind: 'distributed',
    weight: 3,
    reason: 'packaged for systems',
    path: /(?:^|\/)(?:debian\/control|snapcraft\.yaml|PKGBUILD|APKBUILD)$|^(?:packaging|rpm)\/.+\.spec$|^[^/]+\.spec$/,
  },
  {
    kind: 'distributed',
    weight: 2,
    reason: 'a unit that administrators install',
    path: /\.service$|(?:^|\/)init\.d\//,
  },
  {
    kind: 'distributed',
    weight: 1,
    reason: 'a sample configuration for administrators',
    path: /^[\w-]+\.conf(?:\.example|\.sample)?$/,
  },
  {
    kind: 'distributed',
    weight: 2,
    reason: 'a program in C or C++',
    path: /^(?:src\/)?(?:main|server|cli|[\w-]+-cli)\.(?:c|cc|cpp)$/,
  },
  {
    kind: 'distributed',
    weight: 3,
    reason: 'archives that users unpack',
    path: /(?:^|\/)src\/(?:main\/)?assembly\/[^/]+\.xml$/,
  },
  { kind: 'distributed', weight: 1.5, reason: 'a program', path: PROGRAM },

  {
    kind: 'library',
    weight: 3,
    reason: 'a Go module without a program',
    path: /^go\.mod$/,
    without: PROGRAM,
  },
  {
    kind: 'library',
    weight: 3,
    reason: 'a Rust library',
    path: /^src\/lib\.rs$/,
    without: /^src\/main\.rs$/,
  },
  {
    kind: 'library',
    weight: 3,
    reason: 'a package description',
    path: /^[^/]+\.(?:gemspec|nuspec|podspec|cabal)$|^Package\.swift$/,
  },
  {
    kind: 'library',
    weight: 3,
    reason: 'a list of its artifacts for builds that use them',
    path: /(?:^|\/)(?:[\w-]+-)?bom\/pom\.xml$/,
  },
  {
    kind: 'library',
    weight: 2,
    reason: 'a Python package',
    path: /^setup\.(?:py|cfg)$/,
    without: /^pyproject\.toml$/,
  },
  {
    kind: 'library',
    weight: 1,
    reason: 'several packages released together',
    path: /^(?:\.changeset\/config\.json|lerna\.json)$/,
  },
]
