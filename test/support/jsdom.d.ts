/** The one part of jsdom that a test uses; it brings no types of its own. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string)
    window: { document: object }
  }
}
