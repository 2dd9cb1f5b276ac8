/** What a file is for, by its path alone. */

const TEST =
  /^(?:t|its)\/|(?:^|\/)src\/it\/|(?:^|\/)(?:tests?|__tests__|specs?|e2e|integration[-_]tests?|testing|testdata|test[-_]data|fixtures?|__mocks__|mocks?|cypress)\/|(?:^|\/)(?:test_[^/]*|conftest)\.py$|_test\.\w+$|[.-](?:test|spec)s?\.\w+$|(?:^|\/)\w*Tests?\.(?:java|kt|cs|swift|scala|php)$/i
const DOCS =
  /(?:^|\/)(?:docs?|documentation|examples?|samples?|demos?|website)\/|\.(?:mdx?|markdown|rst|adoc|asciidoc)$|(?:^|\/)(?:changelog|changes|history|license|licence|copying|notice|authors|contributors|readme|security|codeowners)(?:\.\w+)?$/i
const VENDORED =
  /(?:^|\/)(?:_?vendor(?:ed)?|node_modules|third[-_]party|thirdparty|deps|external|dist|generated|__generated__|bower_components|pods)\/|\.min\.(?:js|css)$|\.(?:pb|pb\.gw|generated|gen)\.\w+$|(?:^|\/)zz_generated|_generated\.\w+$|_pb2(?:_grpc)?\.py$|\.snap$/i
const LOCK =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|go\.sum|go\.work\.sum|cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|gemfile\.lock|composer\.lock|packages\.lock\.json|pubspec\.lock|podfile\.lock|package\.resolved|mix\.lock|flake\.lock|\.terraform\.lock\.hcl|gradle\.lockfile)$/i
const CODE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|pyx|go|rs|java|kt|kts|scala|groovy|clj|cs|fs|vb|c|cc|cpp|cxx|h|hh|hpp|m|mm|swift|rb|php|pl|pm|ex|exs|erl|hs|ml|dart|lua|r|jl|zig|nim|sol|sh|bash|ps1|sql|proto|graphqls?|tf)$/i

const LOCALE =
  /(?:^|\/)(?:locales?|langs?|languages?|i18n|l10n|translations?)\/(?:.+\/)?[^/]+\.(?:json|ya?ml|po|pot|xlf|xliff|properties|strings|arb|resx)$|\.(?:po|pot|xliff?)$/i

export function isTest(path: string): boolean {
  return TEST.test(path)
}

export function isDocs(path: string): boolean {
  return DOCS.test(path)
}

/** Copied or generated: its lines are nobody's change in this project. */
export function isVendored(path: string): boolean {
  return VENDORED.test(path)
}

/** Texts of the surface in a language of people. */
export function isLocale(path: string): boolean {
  return LOCALE.test(path)
}

export function isLock(path: string): boolean {
  return LOCK.test(path)
}

/** Program text of the product itself: no tests, documents, examples, copies or lock files. */
export function isCode(path: string): boolean {
  return CODE.test(path) && isOwn(path)
}

/** Part of the product: what is left without tests, documents, copies and lock files. */
export function isOwn(path: string): boolean {
  return !isTest(path) && !isDocs(path) && !isVendored(path) && !isLock(path)
}
