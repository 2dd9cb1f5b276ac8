// Stands in for the SDK's own shims in the bundle: those bring a JSON Schema validator of 200 kB into every start, for
// forms that a server asks people to fill in, which this one never does.

import process from 'node:process'

export { process }

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error('This build has no JSON Schema validator.')
  }
}
