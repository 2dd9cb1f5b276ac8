import Mustache from 'mustache'
import { template } from '../assets.ts'
import { escaped } from './markdown.ts'

/** A view's name that a template asks for and the view does not define is a defect: an error, never an empty line. */
class StrictContext extends Mustache.Context {
  override push(view: unknown): StrictContext {
    return new StrictContext(view, this)
  }

  override lookup(name: string): unknown {
    const value = super.lookup(name)
    if (value === undefined) throw new Error(`template asks for "${name}", which its view does not define`)
    return value
  }
}

const writer = new Mustache.Writer()

/**
 * Renders `templates/<name>.md.mustache` with a view. Every `{{value}}` is escaped for Markdown unless the view
 * holds it as {@link Markdown}; values are never rendered again, so a value cannot be a template.
 */
export function rendered(name: string, view: object): string {
  const text = writer.render(template(name), new StrictContext(view), undefined, { escape: escaped })
  return `${text.replace(/\n{3,}/g, '\n\n').trimEnd()}\n`
}
