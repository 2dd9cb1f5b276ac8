import { isDocs, isTest, isVendored } from '../paths.ts'
import { type FileLines, type Found, type LinePatterns, namesFound } from './lines.ts'

/** A flag service: its packages, and calls whose first string is the flag's key. */
type Sdk = { name: string; package: RegExp; calls: string }

const SDKS: Sdk[] = [
  {
    name: 'LaunchDarkly',
    package: /launchdarkly|^ld(?:client|redux)/i,
    calls:
      '(?:bool|boolean|string|int|integer|float|double|number|json|jsonValue)?[vV]ariation(?:Detail)?|useFlag|use(?:Bool|String|Number|Json)Variation',
  },
  {
    name: 'Unleash',
    package: /unleash/i,
    calls: 'isEnabled|is_enabled|IsEnabled|useFlag|useVariant|getVariant|get_variant|GetVariant',
  },
  {
    name: 'OpenFeature',
    package: /open-?feature/i,
    calls:
      '[gG]et(?:Boolean|String|Number|Integer|Double|Float|Object)(?:Value|Details)(?:Async)?|get_(?:boolean|string|integer|float|object)_(?:value|details)|use(?:Boolean|String|Number|Object)Flag(?:Value|Details)|(?:Boolean|String|Int|Float|Object)Value(?:Details)?|fetch_(?:boolean|string|number|object)_value|useFlag',
  },
  {
    name: 'Flagsmith',
    package: /flagsmith|bullet-?train/i,
    calls:
      'hasFeature|has_feature|isFeatureEnabled|is_feature_enabled|getValue|getFeatureValue|get_feature_value|IsFeatureEnabled',
  },
  {
    name: 'GrowthBook',
    package: /growthbook/i,
    calls:
      'isOn|isOff|is_on|is_off|getFeatureValue|get_feature_value|evalFeature|useFeature(?:IsOn|Value)?|IsOn',
  },
  {
    name: 'ConfigCat',
    package: /configcat/i,
    calls:
      'getValue(?:Async|Details)?|get_value|GetValue(?:Async)?|GetBoolValue|GetStringValue|useFeatureFlag',
  },
  {
    name: 'Split',
    package: /splitsoftware|@splitio|split-?io|splitio|harness-fme/i,
    calls: 'getTreatment(?:WithConfig)?|get_treatment(?:_with_config)?|GetTreatment|Treatment',
  },
  {
    name: 'PostHog',
    package: /posthog/i,
    calls:
      'isFeatureEnabled|getFeatureFlag(?:Payload)?|feature_enabled\\??|is_feature_enabled|get_feature_flag|useFeatureFlag(?:Enabled|VariantKey|Payload)?|IsFeatureEnabled|GetFeatureFlag',
  },
  {
    name: 'Statsig',
    package: /statsig/i,
    calls:
      'checkGate|check_gate|CheckGate|getExperiment|get_experiment|GetExperiment|getDynamicConfig|getConfig|get_config|useGate(?:Value)?|useFeatureGate|useExperiment|useDynamicConfig',
  },
]

/** The flag services whose packages are among these dependencies. */
export const flagServices = (dependencies: Iterable<string>): string[] => {
  const names = [...dependencies]
  return SDKS.filter(sdk => names.some(name => sdk.package.test(name))).map(({ name }) => name)
}

const sdksOf = (services: string[]): Sdk[] => SDKS.filter(({ name }) => services.includes(name))

/** What looks for the keys of these services in a file's lines. */
export function flagPatterns(services: string[]): LinePatterns {
  const used = sdksOf(services)
  if (used.length === 0) return () => []
  const call = new RegExp(
    `(?<![\\w$])(?:${used.map(({ calls }) => calls).join('|')})\\s*(?:<[^<>()]*>)?\\(\\s*(?:(?:ctx|context|c|r\\.Context\\(\\)|context\\.\\w+\\(\\)|userId|distinctId|distinct_id|user(?:\\.\\w+)?),\\s*)?["'\`]([\\w.:/-]{2,100})["'\`]`,
    'g',
  )
  return path => (isTest(path) || isDocs(path) || isVendored(path) ? [] : [call])
}

/** Keys that lines of the range use for the first time, and those they use no more, as far as the lines show. */
export function flagCandidates(files: FileLines[], services: string[]): { added: Found[]; removed: Found[] } {
  const by = sdksOf(services)
    .map(({ name }) => name)
    .join(', ')
  const patterns = flagPatterns(services)
  const [added, removed] = [namesFound(files, 'added', patterns), namesFound(files, 'removed', patterns)]
  const only = (one: Map<string, Found>, other: Map<string, Found>) =>
    [...one.values()].filter(({ name }) => !other.has(name)).map(found => ({ ...found, by }))
  return { added: only(added, removed), removed: only(removed, added) }
}
