import { describe, expect, test } from 'vitest'
import { documents } from '../../src/documents/index.ts'
import { boxes, leftOut, omittedBoxes } from '../../src/plan/checklist.ts'
import { derive } from '../../src/plan/derive.ts'
import { profileOf } from '../../src/plan/kinds/index.ts'
import { kinds } from '../../src/plan/kinds/profile.ts'
import { exampleInputs, exampleNow } from '../support/example-inputs.ts'

describe('the checklist', () => {
  test('names each box once and says what has to be shown', () => {
    const ids = boxes.map(box => box.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const box of boxes) {
      expect(box.id).toMatch(/^1\.[0-8]\.[a-z_]+$/)
      expect(box.shows.length, box.id).toBeGreaterThan(0)
      expect(box.title.length, box.id).toBeLessThan(90)
    }
  })

  test('no box is shown by an empty document', () => {
    expect(boxes.filter(box => box.shows.every(words => words.test('')))).toEqual([])
  })

  test('covers every chapter', () => {
    const chapters = new Set(boxes.map(box => box.id.slice(0, 3)))
    expect([...chapters].sort()).toEqual(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8'])
  })

  test.each(kinds)('a reason of the %s profile names a box that exists', kind => {
    const known = boxes.map(box => box.id)
    expect(Object.keys(profileOf(kind).omitted).filter(id => !known.includes(id))).toEqual([])
  })

  test.each(kinds)('every box of a %s plan is shown or left out with a reason', kind => {
    const plan = derive(exampleInputs(kind), exampleNow)
    const texts = new Map(documents(plan).map(document => [document.path, document.text]))
    const omitted = new Map(
      omittedBoxes(plan.profile, plan.traits).map(({ box, reason }) => [box.id, reason]),
    )
    const missing = boxes
      .filter(box => !omitted.has(box.id))
      .filter(box => !box.shows.every(words => words.test(texts.get(box.document) ?? '')))
    expect(missing.map(box => `${box.id} in ${box.document}`)).toEqual([])
    const leftOut = boxes.filter(
      box => omitted.has(box.id) && box.document.startsWith('communications/messages/'),
    )
    expect(leftOut.filter(box => texts.has(box.document)).map(box => box.id)).toEqual([])
    for (const reason of omitted.values()) expect(reason.length).toBeGreaterThan(10)
  })

  test.each(kinds)('what a %s plan leaves out stands in its appendix', kind => {
    const plan = derive(exampleInputs(kind), exampleNow)
    const appendix = documents(plan).find(document => document.path === 'appendix.md')!.text
    for (const { box } of leftOut(plan)) expect(appendix).toContain(box.title)
  })

  test('a box bound to a trait is left out only where the trait is known to be absent', () => {
    const profile = profileOf('service')
    const { traits } = derive(exampleInputs('service'), exampleNow)
    const left = (value: 'yes' | 'no' | 'unknown') =>
      omittedBoxes(profile, { ...traits, database_change: value }).map(({ box }) => box.id)
    expect(left('no')).toContain('1.7.restore')
    expect(left('unknown')).not.toContain('1.7.restore')
    expect(left('yes')).not.toContain('1.7.restore')
  })
})
